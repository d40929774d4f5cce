using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Search.Tests.Strategies;

public class the_catalogue_of_strategies
{
    private static readonly SearchSpace Continuous = new([
        new IntParameter("n", 1, 3),
        new ListParameter("arch", 1, 2, new([new FloatParameter("rate", 0, 1)])),
    ]);

    private static readonly SearchSpace Finite = new([new IntParameter("n", 1, 3), new ConstantParameter("seed", 7)]);

    [Fact]
    public void Knows_its_names()
    {
        StrategyCatalogue.All.Select(s => s.Name).ShouldBe(["auto", "random", "sobol", "grid", "simulated-annealing", "log-simulated-annealing", "evolution", "nsga2", "cma-es", "tpe", "gp", "resilient", "explicit"]);
        StrategyCatalogue.Find(StrategyCatalogue.Default).ShouldNotBeNull();
        StrategyCatalogue.Find("annealing").ShouldBeNull();
        Should.Throw<ArgumentException>(() => StrategyCatalogue.Create("gird", Simulation.Problem("grid", Finite))).Message.ShouldContain("did you mean 'grid'?");
    }

    [Fact]
    public void Every_default_setting_is_within_its_own_range()
    {
        foreach (var strategy in StrategyCatalogue.All)
            strategy.CheckSettings(strategy.FillSettings(new Dictionary<string, double>()).Numbers).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("coolin", 0.9, "coolin: unknown setting 'coolin' of simulated-annealing, did you mean 'cooling'?")]
    [InlineData("cooling", 1.1, "cooling: must be in [0.01, 1] (was 1.1)")]
    [InlineData("cooling", double.NaN, "cooling: must be a finite number (was NaN)")]
    [InlineData("warm_up", 2.5, "warm_up: must be a whole number (was 2.5)")]
    public void A_wrong_setting_is_named(string name, double value, string message) =>
        StrategyCatalogue.Find("simulated-annealing")!.CheckSettings(new Dictionary<string, double> { [name] = value })
            .Select(e => e.ToString()).ShouldBe([message]);

    [Fact]
    public void A_strategy_without_settings_says_so() =>
        StrategyCatalogue.Find("random")!.CheckSettings(new Dictionary<string, double> { ["x"] = 1 }).Single().Message.ShouldBe("unknown setting 'x'; random has none");

    [Fact]
    public void Grid_asks_for_a_step() =>
        Check("grid", Continuous).ShouldBe("grid needs a finite space: give 'arch.rate' a step, or make it ordinal");

    [Fact]
    public void Annealing_checks_what_only_the_problem_shows()
    {
        Check("simulated-annealing", Finite).ShouldBeNull();
        Check("simulated-annealing", Finite, ("move_int", 0)).ShouldBe("at least one move that this space has must have a weight above 0");
        Check("simulated-annealing", Finite, ("min_temperature", 2)).ShouldBe("min_temperature must be <= initial_temperature (was 2 > 0.05)");
        StrategyCatalogue.Find("simulated-annealing")!.Check(Simulation.Problem("simulated-annealing", Finite) with { Objectives = 2 })
            .ShouldBe("simulated-annealing optimises one objective (the study has 2)");
    }

    [Fact]
    public void Explicit_checks_its_list()
    {
        Check("explicit", Finite).ShouldBe("explicit needs at least one configuration");
        StrategyCatalogue.Find("explicit")!.Check(Simulation.Problem("explicit", Finite, list: [Configuration.Of(("n", 1)), Configuration.Of(("n", 4))]))
            .ShouldBe("configurations[1].n: must be an integer in [1, 3] (was 4)");
    }

    [Fact]
    public void Grid_goes_through_the_space_in_order() =>
        new Simulation(StrategyCatalogue.Create("grid", Simulation.Problem("grid", Finite))).Run(100).Proposed.Select(c => c["n"].Number).ShouldBe([1, 2, 3]);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    public void Explicit_runs_its_list_as_given_repeats_included(int parallelism)
    {
        var list = new[] { 2, 1, 2, 3, 2 }.Select(n => Configuration.Of(("n", n)));
        var run = new Simulation(StrategyCatalogue.Create("explicit", Simulation.Problem("explicit", Finite, list: [.. list])), parallelism: parallelism).Run(100);

        run.Proposed.Select(c => c["n"].Number).ShouldBe([2, 1, 2, 3, 2]);
        run.Proposed.ShouldAllBe(c => c["seed"].Number == 7);
        run.Log[^1].Answer.ShouldBeOfType<Proposal.Exhausted>();
    }

    private static string? Check(string strategy, SearchSpace space, params (string Name, double Value)[] settings) =>
        StrategyCatalogue.Find(strategy)!.Check(Simulation.Problem(strategy, space, settings.ToDictionary(s => s.Name, s => s.Value)));
}
