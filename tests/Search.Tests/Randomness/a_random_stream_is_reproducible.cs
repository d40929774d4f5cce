using ArchOpt.Search.Randomness;

namespace ArchOpt.Search.Tests.Randomness;

public class a_random_stream_is_reproducible
{
    [Fact]
    public void SplitMix64_gives_its_reference_values()
    {
        var state = 1234567UL;

        ulong[] drawn = [.. Enumerable.Range(0, 5).Select(_ => RandomStream.SplitMix(ref state))];

        drawn.ShouldBe([6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821]);
    }

    [Fact]
    public void Xoshiro256_starstar_gives_its_reference_values()
    {
        var stream = new RandomStream(1, 2, 3, 4);

        ulong[] drawn = [.. Enumerable.Range(0, 10).Select(_ => stream.NextUInt64())];

        drawn.ShouldBe([
            11520, 0, 1509978240, 1215971899390074240, 1216172134540287360,
            607988272756665600, 16172922978634559625, 8476171486693032832, 10595114339597558777, 2904607092377533576,
        ]);
    }

    [Fact]
    public void Equal_addresses_give_equal_streams_and_others_do_not()
    {
        RandomStream.For(1, 2, 3).NextUInt64().ShouldBe(RandomStream.For(1, 2, 3).NextUInt64());

        var addresses = from seed in Enumerable.Range(0, 10) from a in Enumerable.Range(-2, 12) from b in Enumerable.Range(-2, 12) select (seed, a, b);
        var first = addresses.Select(x => RandomStream.For(x.seed, x.a, x.b).NextUInt64()).ToArray();
        first.Distinct().Count().ShouldBe(first.Length);
        RandomStream.For(1).NextUInt64().ShouldNotBe(RandomStream.For(1, 0).NextUInt64());
    }

    [Fact]
    public void A_derived_number_is_exact_in_json()
    {
        for (var i = 0; i < 1_000; i++) RandomStream.Derive(7, i).ShouldBeInRange(0, (1L << 53) - 1);
    }

    [Fact]
    public void Bounded_draws_are_uniform()
    {
        var counts = new int[6];
        var stream = RandomStream.For(3);
        for (var i = 0; i < 60_000; i++) counts[stream.NextInt32(6)]++;

        var chiSquare = counts.Sum(count => Math.Pow(count - 10_000, 2) / 10_000);
        chiSquare.ShouldBeLessThan(20.5); // 5 degrees of freedom: exceeded with probability 0.001
    }

    [Fact]
    public void Normal_draws_have_mean_zero_and_variance_one()
    {
        var stream = RandomStream.For(5);
        var draws = Enumerable.Range(0, 100_000).Select(_ => stream.NextNormal()).ToArray();

        draws.Average().ShouldBe(0, 4 / Math.Sqrt(100_000));
        draws.Average(x => x * x).ShouldBe(1, 4 * Math.Sqrt(2) / Math.Sqrt(100_000));
    }
}
