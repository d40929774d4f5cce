using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Tests.Strategies.Tpe;

public class a_mixture_is_a_density_over_the_tree
{
    private static readonly SearchSpace Tree = new([
        new CategoricalParameter("model", SampleSpaces.Values("gat", "gt")),
        new IntParameter("heads", 1, 4, When: SampleSpaces.When("model", "gt")),
        new ListParameter("arch", 0, 2, new([new OrdinalParameter("width", SampleSpaces.Values(64, 128))])),
    ]);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Its_masses_sum_to_one(bool joint) => Property.Holds(seed =>
    {
        var space = SampleSpaces.Random(seed, finite: true);
        if (SpaceEnumeration.TryOf(space) is not { } points || points.Count > 3_000) return;
        var trials = Enumerable.Range(0, 4).Select(i => space.Sample(RandomStream.For(seed, i))).ToArray();
        var mixture = Parzen.Mixture(space, joint, 0.1 + RandomStream.For(seed).NextDouble(), trials);

        Enumerable.Range(0, (int)points.Count).Sum(i => mixture.Density(space, points.At(i))).ShouldBe(1, 1e-5);
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Draws_are_as_frequent_as_it_says(bool joint)
    {
        const int draws = 20_000;
        var mixture = Parzen.Mixture(Tree, joint, 0.3, [.. Enumerable.Range(0, 3).Select(i => Tree.Sample(RandomStream.For(7, i)))]);
        var encoding = SpaceEncoding.Of(Tree);
        var (point, active) = (new double[encoding.Dimensions.Length], new bool[encoding.Dimensions.Length]);
        var counts = new Dictionary<Configuration, int>();
        var stream = RandomStream.For(1);
        for (var i = 0; i < draws; i++)
        {
            mixture.Draw(point, active, stream);
            var configuration = encoding.Decode(point);
            counts[configuration] = counts.GetValueOrDefault(configuration) + 1;
        }

        var points = SpaceEnumeration.Of(Tree);
        for (var i = 0; i < points.Count; i++)
        {
            var p = mixture.Density(Tree, points.At(i));
            ((double)counts.GetValueOrDefault(points.At(i)) / draws).ShouldBe(p, 5 * Math.Sqrt(p * (1 - p) / draws));
        }
    }

    [Fact]
    public void A_drawn_point_is_the_encoding_of_what_it_decodes_to() => Property.Holds(seed =>
    {
        var space = SampleSpaces.Random(seed);
        var encoding = SpaceEncoding.Of(space);
        var mixture = Parzen.Mixture(space, seed % 2 == 0, 0.2, [.. Enumerable.Range(0, 3).Select(i => space.Sample(RandomStream.For(seed, i)))]);
        var (point, active) = (new double[encoding.Dimensions.Length], new bool[encoding.Dimensions.Length]);
        mixture.Draw(point, active, RandomStream.For(seed));
        var (again, activeAgain) = (new double[point.Length], new bool[point.Length]);
        encoding.Encode(encoding.Decode(point), again, activeAgain);

        active.ShouldBe(activeAgain);
        for (var d = 0; d < point.Length; d++) point[d].ShouldBe(again[d], 1e-9);
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_trial_says_nothing_about_what_it_does_not_have(bool joint)
    {
        // Both trials are gat: neither has heads, so whatever heads a gt has is equally likely.
        var gat = Configuration.Of(("model", "gat"), ("arch", ParameterValue.Of([])));
        var mixture = Parzen.Mixture(Tree, joint, 0.1, gat, gat);
        var densities = Enumerable.Range(1, 4).Select(heads =>
            mixture.Density(Tree, Configuration.Of(("model", "gt"), ("heads", heads), ("arch", ParameterValue.Of([]))))).ToArray();

        densities.ShouldAllBe(density => Math.Abs(density - densities[0]) < 1e-12);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_not_active_does_not_count(bool joint)
    {
        var gat = Configuration.Of(("model", "gat"), ("arch", ParameterValue.Of([])));
        var mixture = Parzen.Mixture(Tree, joint, 0.1, gat, Configuration.Of(("model", "gt"), ("heads", 3), ("arch", ParameterValue.Of([]))));
        var trial = Parzen.Trial(Tree, gat);
        var density = mixture.Log(trial.Point, trial.Active);
        var heads = SpaceEncoding.Of(Tree).Dimensions.IndexOf(SpaceEncoding.Of(Tree).Dimensions.Single(d => d.Path == "heads"));

        foreach (var coordinate in new[] { 0, 0.25, 1 })
        {
            trial.Point[heads] = coordinate;
            mixture.Log(trial.Point, trial.Active).ShouldBe(density);
        }
    }
}
