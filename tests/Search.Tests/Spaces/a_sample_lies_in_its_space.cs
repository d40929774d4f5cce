using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Tests.Spaces;

public class a_sample_lies_in_its_space
{
    [Fact]
    public void Whatever_the_space() => Property.Holds(seed =>
    {
        var space = SampleSpaces.Random(seed);
        SpaceValidation.Check(space).ShouldBeEmpty();

        ConfigurationValidation.Check(space, space.Sample(RandomStream.For(seed))).ShouldBeEmpty();
    }, tests: 300);

    [Fact]
    public void With_conditions_lists_and_rules() => Property.Holds(seed =>
        ConfigurationValidation.Check(SampleSpaces.Everything, SampleSpaces.Everything.Sample(RandomStream.For(seed))).ShouldBeEmpty());

    [Fact]
    public void A_logarithmic_float_is_uniform_in_its_logarithm()
    {
        var space = new SearchSpace([new FloatParameter("lr", 1e-6, 1e-2, Log: true)]);
        var stream = RandomStream.For(1);

        var decades = Enumerable.Range(0, 40_000)
            .GroupBy(_ => (int)Math.Floor(Math.Log10(space.Sample(stream)["lr"].Number)))
            .ToDictionary(group => group.Key, group => group.Count());

        foreach (var decade in Enumerable.Range(-6, 4)) ((double)decades[decade]).ShouldBe(10_000, 350); // four standard deviations
    }

    [Fact]
    public void Levels_and_lengths_are_uniform()
    {
        var stream = RandomStream.For(2);
        var samples = Enumerable.Range(0, 10_000).Select(_ => SampleSpaces.Ads.Sample(stream)["arch"].List).ToArray();

        foreach (var length in Enumerable.Range(1, 5)) ((double)samples.Count(s => s.Length == length)).ShouldBe(2_000, 160);
        foreach (var width in new[] { 64, 512, 2048 }) (samples.Average(s => s[0]["width"].Number == width ? 1 : 0)).ShouldBe(1.0 / 6, 0.015);
    }

    [Fact]
    public void A_rule_that_few_configurations_satisfy_is_satisfied_all_the_same()
    {
        var finite = new SearchSpace([new IntParameter("a", 0, 200), new IntParameter("b", 0, 200)], [new Rule("a == 100 and b == 37")]);
        var wide = new SearchSpace(
            [new IntParameter("a", 1, 1_000_000), new IntParameter("b", 1, 100), new IntParameter("c", 1, 100), new FloatParameter("x", 0, 1)],
            [new Rule("b == 2 * c"), new Rule("b + c == 66")]);

        finite.Sample(RandomStream.For(1)).ToString().ShouldBe("""{"a":100,"b":37}""");
        for (var seed = 0; seed < 5; seed++)
        {
            var sample = wide.Sample(RandomStream.For(seed));
            (sample["b"].Number, sample["c"].Number).ShouldBe((44, 22));
        }
    }

    [Fact]
    public void A_long_chain_of_equalities_is_repaired_value_by_value()
    {
        var space = new SearchSpace(
            [.. Enumerable.Range(0, 6).Select(i => new IntParameter($"p{i}", 1, 40))],
            [.. Enumerable.Range(0, 5).Select(i => new Rule($"p{i} == p{i + 1}"))]);

        for (var seed = 0; seed < 5; seed++)
            space.Sample(RandomStream.For(seed)).Entries.Select(entry => entry.Value).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public void Rules_that_nothing_satisfies_are_an_error_that_shows_them()
    {
        var space = new SearchSpace([new IntParameter("a", 0, 10), new FloatParameter("x", 0, 1)], [new Rule("a > 10")]);

        Should.Throw<InfeasibleSpaceException>(() => space.Sample(RandomStream.For(1))).Message.ShouldContain("a > 10");
    }
}
