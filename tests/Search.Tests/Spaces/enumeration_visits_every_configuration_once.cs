using System.Numerics;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Tests.Spaces;

public class enumeration_visits_every_configuration_once
{
    [Fact]
    public void All_are_different_and_valid_and_samples_are_among_them() => Property.Holds(seed =>
    {
        var space = SampleSpaces.Random(seed, finite: true);
        var points = SpaceEnumeration.Of(space);
        if (points.Count > 3_000) return;

        var all = Enumerable.Range(0, (int)points.Count).Select(i => points.At(i)).ToHashSet();

        all.Count.ShouldBe((int)points.Count);
        all.ShouldAllBe(c => ConfigurationValidation.Check(space, c).IsEmpty);
        for (var i = 0; i < 50; i++) all.ShouldContain(space.Sample(RandomStream.For(seed, i)));
    }, tests: 200);

    [Fact]
    public void In_lexicographic_order_with_conditions_respected()
    {
        var space = new SearchSpace([
            new CategoricalParameter("m", SampleSpaces.Values("x", "y")),
            new IntParameter("k", 1, 2, When: SampleSpaces.When("m", "y")),
            new IntParameter("z", 0, 1),
        ]);
        var points = SpaceEnumeration.Of(space);

        Enumerable.Range(0, (int)points.Count).Select(i => points.At(i).ToString()).ShouldBe([
            """{"m":"x","z":0}""", """{"m":"x","z":1}""",
            """{"k":1,"m":"y","z":0}""", """{"k":1,"m":"y","z":1}""", """{"k":2,"m":"y","z":0}""", """{"k":2,"m":"y","z":1}""",
        ]);
    }

    [Fact]
    public void Shorter_lists_come_first()
    {
        var points = SpaceEnumeration.Of(new([new ListParameter("l", 0, 2, new([new IntParameter("d", 1, 2)]))]));

        Enumerable.Range(0, (int)points.Count).Select(i => points.At(i)["l"].ToString()).ShouldBe([
            "[]", """[{"d":1}]""", """[{"d":2}]""",
            """[{"d":1},{"d":1}]""", """[{"d":1},{"d":2}]""", """[{"d":2},{"d":1}]""", """[{"d":2},{"d":2}]""",
        ]);
    }

    [Fact]
    public void The_size_of_the_ads_space_is_known()
    {
        var size = SpaceSize.Of(SampleSpaces.Ads);

        size.Combinations.ShouldBe(Enumerable.Range(1, 5).Aggregate(BigInteger.Zero, (sum, n) => sum + BigInteger.Pow(30, n)));
        size.ToString().ShouldBe("25,137,930 configurations");
    }

    [Fact]
    public void A_continuous_space_says_so()
    {
        var size = SpaceSize.Of(new([new FloatParameter("x", 0, 1), new IntParameter("n", 1, 4)]));

        size.IsFinite.ShouldBeFalse();
        size.ToString().ShouldBe("continuous (1 continuous parameter x 4 combinations of the others)");
        Should.Throw<InvalidOperationException>(() => SpaceEnumeration.Of(new([new FloatParameter("x", 0, 1)])));
    }

    [Fact]
    public void Millions_of_levels_and_hundreds_of_conditions_are_counted_at_once()
    {
        var parameters = new List<Parameter> { new IntParameter("n", 1, 1_000_000_000) };
        for (var i = 0; i < 300; i++) parameters.Add(new IntParameter($"p{i}", 0, 1, When: SampleSpaces.When("n", 5, 7)));
        var points = SpaceEnumeration.Of(new([.. parameters]));

        points.Count.ShouldBe(999_999_998 + 2 * BigInteger.Pow(2, 300));
        points.At(4 + BigInteger.Pow(2, 300))["n"].ShouldBe((ParameterValue)6);
        points.At(points.Count - 1)["n"].ShouldBe((ParameterValue)1_000_000_000);
    }

    [Fact]
    public void Entangled_conditions_give_an_upper_bound()
    {
        var parameters = new List<Parameter>();
        for (var i = 0; i < 40; i++) parameters.Add(new IntParameter($"a{i}", 0, 1));
        for (var i = 0; i < 40; i++) parameters.Add(new IntParameter($"b{i}", 0, 1, When: SampleSpaces.When($"a{i}", 1)));
        var space = new SearchSpace([.. parameters]);

        SpaceSize.Of(space).IsExact.ShouldBeFalse();
        SpaceSize.Of(space).Combinations.ShouldBeGreaterThanOrEqualTo(BigInteger.Pow(3, 40)); // one or two completions for each of 40 pairs
        SpaceEnumeration.TryOf(space).ShouldBeNull();
    }
}
