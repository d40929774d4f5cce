using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Search.Tests.Strategies;

public class sobol_search
{
    private static readonly SearchSpace Square = new([new FloatParameter("x", 0, 1), new FloatParameter("y", 0, 1)]);

    [Fact]
    public void The_point_of_a_trial_is_a_function_of_its_number()
    {
        var fresh = new SobolSearch(Square, 3);
        var used = new SobolSearch(Square, 3);
        used.Observe(Simulation.Completed(0, Configuration.Of(("x", 0.5), ("y", 0.5)), 1));
        used.Propose(new(17, 3, [new(16, Configuration.Of(("x", 0.1), ("y", 0.2)))])).ShouldBe(fresh.Propose(new(17, 3, [])));
    }

    [Fact]
    public void Sixteen_trials_fill_a_four_by_four_grid()
    {
        var cells = Proposed(Square, 16).Select(c => ((int)(c["x"].Number * 4), (int)(c["y"].Number * 4)));
        cells.Distinct().Count().ShouldBe(16);
    }

    [Fact]
    public void Levels_get_equal_shares()
    {
        var space = new SearchSpace([new CategoricalParameter("c", SampleSpaces.Values("a", "b", "c", "d")), new FloatParameter("x", 0, 1)]);
        Proposed(space, 64).GroupBy(c => c["c"].Text).Select(g => g.Count()).ShouldBe([16, 16, 16, 16]);
    }

    [Fact]
    public void Rules_are_met_by_later_points()
    {
        var space = Square with { Rules = [new Rule("x + y <= 0.2")] };
        var proposed = Proposed(space, 100).ToArray();
        proposed.ShouldAllBe(c => c["x"].Number + c["y"].Number <= 0.2);
        proposed.Select(c => c.Hash).Distinct().Count().ShouldBe(100);
    }

    [Fact]
    public void Rare_rules_are_met_by_sampling()
    {
        var space = new SearchSpace(
            [new IntParameter("a", 0, 3_000), new IntParameter("b", 0, 3_000)],
            [new Rule("a == b")]);
        Proposed(space, 5).ShouldAllBe(c => c["a"].Number == c["b"].Number);
    }

    private static IEnumerable<Configuration> Proposed(SearchSpace space, int count)
    {
        var strategy = new SobolSearch(space, 3);
        return Enumerable.Range(0, count).Select(i => ((Proposal.Next)strategy.Propose(new(i, 3, []))).Configuration);
    }
}
