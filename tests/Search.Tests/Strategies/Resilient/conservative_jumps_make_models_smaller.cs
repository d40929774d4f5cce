using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;
using ArchOpt.Search.Strategies.Resilient;

namespace ArchOpt.Search.Tests.Strategies.Resilient;

public class conservative_jumps_make_models_smaller
{
    [Fact]
    public void All_demanding_parameters_are_reduced_first_and_the_heads_still_divide_the_dimension()
    {
        var history = Stagnant(SeedSearch.Start);

        var jump = history.Many().First(next => next.Reason.StartsWith("conservative jump", StringComparison.Ordinal));

        // 70% of 128 is 90, which 8 heads do not divide; 88 is nearest. 80% of 4 layers are 3. Half the learning rate.
        jump.Configuration.ShouldBe(SeedSearch.Model("GAT+RL", dim: 88, layers: 3, rate: 5e-4));
        jump.Reason.ShouldBe("conservative jump: embedding_dim 128 -> 88, learning_rate 0.001 -> 0.0005, n_layers 4 -> 3 (stagnant for 8)");
    }

    [Fact]
    public void What_was_tried_is_followed_by_a_reduction_of_some()
    {
        var history = Stagnant(SeedSearch.Start).Observe(SeedSearch.Model("GAT+RL", dim: 88, layers: 3, rate: 5e-4), 9);

        var jumps = history.Many(200).Where(next => next.Reason.StartsWith("conservative jump", StringComparison.Ordinal)).Select(next => next.Configuration).Distinct().ToArray();

        jumps.ShouldContain(SeedSearch.Model("GAT+RL", layers: 3));
        jumps.ShouldContain(SeedSearch.Model("GAT+RL", dim: 88));
        jumps.ShouldAllBe(c => SeedSearch.Size(c) <= SeedSearch.Size(SeedSearch.Start));
    }

    [Fact]
    public void When_every_reduction_was_tried_steps_are_as_wide_as_they_get()
    {
        var history = Stagnant(SeedSearch.Start);
        for (var i = 0; i < 60 && history.Next() is var next; i++) history.Observe(next.Configuration, 9);

        history.Many(100).ShouldAllBe(next => !next.Reason.StartsWith("conservative", StringComparison.Ordinal));
        history.Many(100).ShouldContain(next => next.Reason.StartsWith("normal step", StringComparison.Ordinal));
    }

    [Fact]
    public void Bounds_hold_for_what_is_large_and_what_is_small()
    {
        var large = Jump(SeedSearch.Model("GAT+RL", dim: 1024, layers: 16, heads: 32, rate: 1.5e-5));
        large["embedding_dim"].Number.ShouldBe(256); // 717, bounded
        large["n_layers"].Number.ShouldBe(8); // 13, bounded
        large["n_heads"].Number.ShouldBe(16); // bounded only
        large["learning_rate"].Number.ShouldBe(1e-5); // the space's own bound

        var small = Jump(SeedSearch.Model("GAT+RL", dim: 64, layers: 2, heads: 2));
        small.ShouldBe(SeedSearch.Model("GAT+RL", dim: 64, layers: 2, heads: 2, rate: 5e-4)); // nothing else can shrink
    }

    [Theory]
    [InlineData(0.7, 64, 256, 128, 64.0)] // 90 is nearer to 64 than to 128
    [InlineData(0.9, 64, 256, 128, 64.0)] // rounding may not leave it where it was
    [InlineData(0.9, 128, 256, 128, null)] // it does not fall below
    [InlineData(0.7, 64, 256, 1024, 256.0)]
    [InlineData(0.7, 512, 1024, 64, null)] // never larger than it was
    public void A_ladder_goes_down_by_rungs(double factor, double low, double high, double from, double? to) =>
        (new Reduction(new OrdinalParameter("d", SampleSpaces.Values(64, 128, 256, 512, 1024)), factor, low, high).Of(from)?.Number).ShouldBe(to);

    [Theory]
    [InlineData(9, 7.0)]
    [InlineData(3, 2.0)]
    [InlineData(2, null)]
    public void Whole_numbers_are_rounded(double from, double? to) => (new Reduction(new IntParameter("n", 2, 16), 0.8, 2, 8).Of(from)?.Number).ShouldBe(to);

    [Fact]
    public void The_table_of_the_settings_replaces_the_seeds()
    {
        var table = new SettingTable(Rows(("dropout", new() { ["factor"] = 0.5 }), ("n_layers", new() { ["high"] = 3 })));
        var problem = SeedSearch.Problem();
        var history = Stagnate(new History(problem with { Settings = problem.Settings with { Tables = problem.Settings.Tables.Add("reduce", table) } }), SeedSearch.Start);

        history.Many().First(next => next.Reason.StartsWith("conservative", StringComparison.Ordinal)).Configuration
            .ShouldBe(SeedSearch.Model("GAT+RL", layers: 3, dropout: 0.075));
    }

    [Fact]
    public void A_space_without_such_parameters_is_stepped_through()
    {
        var history = Stagnate(new History(SeedSearch.Problem(space: new([new FloatParameter("x", 0, 1), new FloatParameter("y", 0, 1)]))), Configuration.Of(("x", 0.5), ("y", 0.5)));

        history.State.Mode.ShouldBe("jump");
        history.Many().Select(next => next.Reason).Distinct().ShouldBe(["normal step around trial 0", "small step around trial 0 (stagnant for 8)"], ignoreOrder: true);
    }

    internal static ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, double>> Rows(params (string Name, Dictionary<string, double> Row)[] rows) =>
        rows.ToImmutableSortedDictionary(row => row.Name, row => row.Row.ToImmutableSortedDictionary(StringComparer.Ordinal), StringComparer.Ordinal);

    private static Configuration Jump(Configuration from) =>
        Stagnant(from).Many().First(next => next.Reason.StartsWith("conservative jump", StringComparison.Ordinal)).Configuration;

    private static History Stagnant(Configuration best) => Stagnate(SeedSearch.Begin(), best);

    /// <summary>The best, and eight failures of one other configuration.</summary>
    private static History Stagnate(History history, Configuration best)
    {
        history.Observe(best, 0.6);
        var other = history.Next().Configuration;
        for (var i = 0; i < 8; i++) history.Observe(other, ObservedOutcome.Failed);
        return history;
    }
}
