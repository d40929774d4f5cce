using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;
using ArchOpt.Search.Strategies.Tpe;

namespace ArchOpt.Search.Tests.Strategies.Tpe;

public class the_tree_parzen_estimator
{
    private static readonly SearchSpace Line = new([new FloatParameter("x", 0, 1)]);

    private static readonly SearchSpace Cube = new([.. Enumerable.Range(0, 4).Select(i => new FloatParameter($"x{i}", 0, 1))]);

    private static readonly SearchSpace Branches = new([
        new CategoricalParameter("model", SampleSpaces.Values("a", "b")),
        new FloatParameter("a_x", 0, 1, When: SampleSpaces.When("model", "a")),
        new IntParameter("b_n", 1, 30, When: SampleSpaces.When("model", "b")),
    ]);

    [Fact]
    public void Starts_with_one_point_in_every_stratum()
    {
        var run = new Simulation(Parzen.Strategy(Cube, ("start_up", 8))) { Evaluate = (n, c) => Simulation.Completed(n, c, 0) }.Run(8);

        for (var d = 0; d < 4; d++)
            run.Proposed.Select(c => (int)(c[$"x{d}"].Number * 8)).Order().ShouldBe([0, 1, 2, 3, 4, 5, 6, 7]);
    }

    [Fact]
    public void Then_says_what_it_stands_on()
    {
        var run = new Simulation(Parzen.Strategy(Cube)) { Evaluate = (n, c) => Simulation.Completed(n, c, Distance(c)) }.Run(30);

        run.Log.Take(8).Select(Reason).ShouldAllBe(reason => reason == "start-up point");
        run.Log.Skip(8).Select(Reason).ShouldAllBe(reason => reason.StartsWith("near the best "));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void Beats_random_search_by_far(double multivariate)
    {
        // Random search's best of 60 in four dimensions is about 0.04 from the optimum in squared distance.
        var results = Enumerable.Range(0, 5).Select(seed => BestOf(Parzen.Strategy(Cube, ("multivariate", multivariate)), seed)).Order().ToArray();
        var random = Enumerable.Range(0, 5).Select(seed => BestOf(StrategyCatalogue.Create("random", Simulation.Problem("random", Cube)), seed)).Order().ToArray();

        results[2].ShouldBeLessThan(random[2] / 3);
    }

    [Fact]
    public void Finds_the_better_branch_and_its_optimum()
    {
        var run = new Simulation(Parzen.Strategy(Branches)) { Evaluate = (n, c) => Simulation.Completed(n, c, BranchLoss(c)) }.Run(80);

        run.Observations.Min(o => o.Loss).ShouldBeLessThan(0.11); // the other branch ends at 0.3
    }

    [Fact]
    public void Keeps_away_from_what_is_in_flight()
    {
        // Per number the same stream; only what is in flight differs.
        var strategy = Parzen.Strategy(Line, ("branches", 0));
        for (var i = 0; i < 40; i++) strategy.Observe(Simulation.Completed(i, Configuration.Of(("x", (i + 0.5) / 40)), Math.Abs((i + 0.5) / 40 - 0.3)));
        ImmutableArray<PendingConfiguration> pending = [.. Enumerable.Range(0, 20).Select(i => new PendingConfiguration(40 + i, Configuration.Of(("x", 0.28 + 0.002 * i))))];

        double alone = 0, apart = 0;
        for (var number = 100; number < 200; number++)
        {
            alone += Math.Abs(X(strategy.Propose(new(number, 5, []))) - 0.3);
            apart += Math.Abs(X(strategy.Propose(new(number, 5, pending))) - 0.3);
        }

        apart.ShouldBeGreaterThan(1.2 * alone);
    }

    [Fact]
    public void The_order_of_what_is_in_flight_does_not_matter()
    {
        var strategy = Parzen.Strategy(SampleSpaces.Everything);
        for (var i = 0; i < 30; i++) strategy.Observe(Simulation.Completed(i, SampleSpaces.Everything.Sample(RandomStream.For(i)), i % 7));
        ImmutableArray<PendingConfiguration> pending = [.. Enumerable.Range(0, 9).Select(i => new PendingConfiguration(30 + i, SampleSpaces.Everything.Sample(RandomStream.For(1, i))))];

        for (var number = 50; number < 70; number++)
            strategy.Propose(new(number, 5, pending)).ShouldBe(strategy.Propose(new(number, 5, [.. pending.Reverse()])));
    }

    [Fact]
    public void Keeps_away_from_what_is_infeasible()
    {
        // The loss falls towards 1, but everything above 0.6 breaks the constraint.
        var problem = Simulation.Problem("tpe", Line) with { Constraints = 1 };
        var strategy = StrategyCatalogue.Create("tpe", problem);
        var run = new Simulation(strategy)
        {
            Evaluate = (n, c) =>
            {
                var x = c["x"].Number;
                return x <= 0.6
                    ? Simulation.Completed(n, c, -x) with { Constraints = [(x - 0.6) / 0.6] }
                    : new(n, c, ObservedOutcome.Infeasible, [-x], (x - 0.6) / 0.6) { Constraints = [(x - 0.6) / 0.6] };
            },
        }.Run(50);

        run.Observations.Skip(25).Count(o => o.Outcome == ObservedOutcome.Completed).ShouldBeGreaterThan(12);
        run.Observations.Where(o => o.Outcome == ObservedOutcome.Completed).Max(o => o.Configuration["x"].Number).ShouldBeGreaterThan(0.59);
    }

    [Fact]
    public void Is_drawn_to_the_feasible_before_anything_feasible_is_known()
    {
        var run = new Simulation(Parzen.Strategy(Line))
        {
            Evaluate = (n, c) => new(n, c, ObservedOutcome.Infeasible, [], 0.001 + Math.Abs(c["x"].Number - 0.8)),
        }.Run(40);

        run.Observations.Min(o => o.Violation).ShouldBeLessThan(0.006);
    }

    [Fact]
    public void Two_objectives_are_searched_along_their_front()
    {
        // Squared distances to 0.25 and to 0.75: every point between them is on the front.
        var strategy = StrategyCatalogue.Create("tpe", Simulation.Problem("tpe", Cube) with { Objectives = 2 });
        var run = new Simulation(strategy)
        {
            Evaluate = (n, c) => new(n, c, ObservedOutcome.Completed, [Distance(c, 0.25), Distance(c, 0.75)]),
        }.Run(100);

        var late = run.Observations.Skip(60).Select(o => o.Losses[0] + o.Losses[1]).Order().ToArray();
        var early = run.Observations.Take(8).Select(o => o.Losses[0] + o.Losses[1]).Order().ToArray();
        late[late.Length / 2].ShouldBeLessThan(0.8 * early[early.Length / 2]);
        run.Observations.Skip(60).Count(o => o.Losses[0] < o.Losses[1]).ShouldBeInRange(5, 35); // neither end is forgotten
    }

    [Fact]
    public void The_model_does_not_grow_with_the_history()
    {
        var strategy = new TreeParzenEstimator(Simulation.Problem("tpe", Cube));
        for (var i = 0; i < 20_000; i++)
        {
            var c = Cube.Sample(RandomStream.For(i));
            strategy.Observe(Simulation.Completed(i, c, Distance(c)));
        }

        strategy.Kept.ShouldBe(306);
        strategy.Propose(new(20_000, 5, [])).ShouldBeOfType<Proposal.Next>();
    }

    [Fact]
    public void Configurations_of_another_space_are_counted_and_not_learnt_from()
    {
        var strategy = new TreeParzenEstimator(Simulation.Problem("tpe", Line));
        for (var i = 0; i < 10; i++) strategy.Observe(Simulation.Completed(i, Configuration.Of(("y", i)), i));
        strategy.Observe(Simulation.Completed(10, Configuration.Of(("x", 5)), -1));

        strategy.Kept.ShouldBe(0);
        strategy.Propose(new(11, 5, [new(10, Configuration.Of(("z", 1)))])).ShouldBeOfType<Proposal.Next>();
    }

    private static double BestOf(IStrategy strategy, long seed) =>
        new Simulation(strategy, seed) { Evaluate = (n, c) => Simulation.Completed(n, c, Distance(c)) }.Run(60).Observations.Min(o => o.Loss);

    private static double Distance(Configuration c, double to = 0.7) => c.Entries.Sum(entry => Math.Pow(entry.Value.Number - to, 2));

    /// <summary>Branch a is flat and never better than 0.3; b is worse almost everywhere and best at 21.</summary>
    private static double BranchLoss(Configuration c) => c["model"].Text == "a"
        ? 0.3 + 0.1 * Math.Abs(c["a_x"].Number - 0.5)
        : Math.Min(1, 0.1 + 0.06 * Math.Abs(c["b_n"].Number - 21));

    private static string Reason((ProposalRequest Request, Proposal Answer, int Folded) entry) => ((Proposal.Next)entry.Answer).Reason;

    private static double X(Proposal proposal) => ((Proposal.Next)proposal).Configuration["x"].Number;
}
