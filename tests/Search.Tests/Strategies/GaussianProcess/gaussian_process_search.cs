using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;
using ArchOpt.Search.Strategies.GaussianProcess;

namespace ArchOpt.Search.Tests.Strategies.GaussianProcess;

public class gaussian_process_search
{
    private static readonly SearchSpace Plane = new([new FloatParameter("x", -5, 5), new FloatParameter("y", -5, 5)]);

    [Fact]
    public void Finds_the_bottom_of_a_bowl_to_many_digits()
    {
        var run = Run(Plane, 30, c => Math.Pow(c["x"].Number - 1.3, 2) + 3 * Math.Pow(c["y"].Number + 2.1, 2));

        run.Observations.Min(o => o.Loss).ShouldBeLessThan(1e-4); // random search: about 0.5
    }

    [Fact]
    public void Keeps_to_what_is_feasible()
    {
        var run = new Simulation(New(Plane, constraints: 1))
        {
            Evaluate = (number, c) => new(number, c, c["x"].Number > 1 ? ObservedOutcome.Infeasible : ObservedOutcome.Completed, [-c["x"].Number])
            {
                Constraints = [c["x"].Number - 1],
            },
        }.Run(25);

        run.Observations.Where(o => o.Outcome == ObservedOutcome.Completed).Max(o => -o.Losses[0]).ShouldBeGreaterThan(0.98);
    }

    [Fact]
    public void What_is_in_flight_moves_the_next_proposal_and_its_order_does_not()
    {
        var strategy = New(Plane);
        foreach (var i in Enumerable.Range(0, 12)) strategy.Observe(Observed(Plane, i, c => Math.Abs(c["x"].Number)));
        var alone = Proposed(strategy, []);
        PendingConfiguration first = new(12, alone), second = new(13, Plane.Sample(RandomStream.For(1)));

        Proposed(strategy, [first, second]).ShouldNotBe(alone);
        Proposed(strategy, [first, second]).ShouldBe(Proposed(strategy, [second, first]));
    }

    public static TheoryData<string> Degenerate() => ["one choice", "narrow", "fifty", "ten thousand choices", "nothing", "everything"];

    [Theory]
    [MemberData(nameof(Degenerate))]
    public void Survives_degenerate_spaces_and_values(string name)
    {
        var space = Space(name);
        Func<long, double>[] losses = [_ => 1, i => i % 2 == 0 ? 1e300 : -1e300, i => 1e-300 * i];
        foreach (var loss in losses)
        {
            var strategy = New(space, constraints: 1);
            for (var i = 0; i < 12; i++)
            {
                Proposed(strategy, []);
                strategy.Observe(new(i, space.Sample(RandomStream.For(2, i)), (ObservedOutcome)(i % 4), [loss(i)], double.NaN) { Constraints = [i % 3 == 0 ? double.NaN : i - 5] });
            }

            ConfigurationValidation.Check(space, Proposed(strategy, [])).ShouldBeEmpty();
        }
    }

    [Fact]
    public void Too_many_dimensions_are_sampled_and_it_says_so()
    {
        var space = new SearchSpace([.. Enumerable.Range(0, 1_001).Select(i => new FloatParameter($"p{i}", 0, 1))]);

        New(space).Propose(new(9, 5, [])).ShouldBeOfType<Proposal.Next>().Reason.ShouldStartWith("random sample: 1001 dimensions are too many");
    }

    [Fact]
    public void Several_objectives_are_traded_off()
    {
        var strategy = StrategyCatalogue.Create("gp", Simulation.Problem("gp", Plane) with { Objectives = 2 });
        var run = new Simulation(strategy)
        {
            Evaluate = (number, c) => new(number, c, ObservedOutcome.Completed,
                [Math.Pow(c["x"].Number - 2, 2) + Math.Pow(c["y"].Number, 2), Math.Pow(c["x"].Number + 2, 2) + Math.Pow(c["y"].Number, 2)]),
        }.Run(40);

        // The front is y = 0 and x from -2 to 2: there the roots of both losses sum to 4.
        run.Observations.Count(o => o.Losses.Sum(Math.Sqrt) < 4.3).ShouldBeGreaterThan(12);
    }

    [Fact]
    public void A_model_never_has_more_points_than_its_limit()
    {
        var targets = Enumerable.Range(0, 1_000).Select(i => new Target(new([i / 1_000.0], [true]), Math.Abs(i - 300))).ToList();
        var chosen = TargetSubset.Of(targets, 64, target => target.Value);

        chosen.Count.ShouldBe(64);
        chosen.ShouldContain(targets[300]);
        chosen.ShouldContain(targets[999]);
        ModelSize.Points(10).ShouldBeLessThanOrEqualTo(256);
        ModelSize.Points(1_000).ShouldBeLessThan(100);
    }

    [Fact]
    public void Warps_rise_and_their_slopes_are_those_of_their_values()
    {
        double[] values = [-0.9, -0.5, -0.1, 0.2, 0.6, 0.9];
        foreach (var warp in WarpChoice.ForDistances(values).Concat(WarpChoice.ForLosses(values)))
        {
            foreach (var value in values)
            {
                var slope = (warp.Forward(value + 1e-6) - warp.Forward(value - 1e-6)) / 2e-6;
                slope.ShouldBeGreaterThan(0);
                warp.Slope(value).ShouldBe(slope, 1e-3 * slope + (value == values[0] ? 0.5 * slope : 0)); // the lowest is where the logarithm begins
            }
        }
    }

    private static SearchSpace Space(string name) => name switch
    {
        "one choice" => new([new CategoricalParameter("c", SampleSpaces.Values("a")), new FloatParameter("x", 0, 1)]),
        "narrow" => new([new FloatParameter("x", 1, 1 + 1e-12), new IntParameter("n", 3, 3)]),
        "fifty" => new([.. Enumerable.Range(0, 50).Select(i => new FloatParameter($"p{i}", 0, 1))]),
        "ten thousand choices" => new([new CategoricalParameter("c", [.. Enumerable.Range(0, 10_000).Select(i => ParameterValue.Of(i))]), new FloatParameter("x", 0, 1)]),
        "nothing" => new([new ConstantParameter("c", 1)]),
        _ => SampleSpaces.Everything,
    };

    private static Simulation Run(SearchSpace space, int trials, Func<Configuration, double> loss) =>
        new Simulation(New(space)) { Evaluate = (number, c) => Simulation.Completed(number, c, loss(c)) }.Run(trials);

    private static Observation Observed(SearchSpace space, int number, Func<Configuration, double> loss)
    {
        var configuration = space.Sample(RandomStream.For(4, number));
        return Simulation.Completed(number, configuration, loss(configuration));
    }

    private static GaussianProcessSearch New(SearchSpace space, int constraints = 0) => new(Simulation.Problem("gp", space) with { Constraints = constraints });

    private static Configuration Proposed(IStrategy strategy, PendingConfiguration[] pending) =>
        strategy.Propose(new(14, 5, [.. pending])).ShouldBeOfType<Proposal.Next>().Configuration;
}
