using ArchOpt.Search.Strategies;

namespace ArchOpt.Search.Tests.Strategies.Resilient;

public class modes_follow_from_observations
{
    [Fact]
    public void A_search_that_knows_nothing_starts_moderately()
    {
        var next = SeedSearch.Begin().Next();

        next.Reason.ShouldBe("moderate start: nothing is known yet");
        SeedSearch.Size(next.Configuration).ShouldBeLessThan(6 * 310 * 310); // a quarter up the ranges; the largest model is 16 * 1024 * 1024
    }

    [Fact]
    public void What_is_not_excellent_is_stepped_around()
    {
        var history = SeedSearch.Begin().Observe(SeedSearch.Start, 0.6);

        history.State.ShouldBe(new SearchState(null, "normal", 0) { IsCurrent = true, Observed = 1, Complexity = 65_536 });
        history.Next().Reason.ShouldBe("normal step around trial 0");
    }

    [Fact]
    public void Steps_grow_with_stagnation()
    {
        var history = SeedSearch.Begin(("stagnation_limit", 100)).Observe(SeedSearch.Start, 0.6);
        var before = Distance(history);
        Distance(history.Stagnate(5)).ShouldBeGreaterThan(1.5 * before);
        history.Observe(SeedSearch.Model("GAT+RL", heads: 4), 0.55).State.Stagnation.ShouldBe(0);
        Distance(history).ShouldBeLessThan(1.3 * before);

        // The learning rate alone, in decades: other parameters are bent by rules and the growth bound.
        static double Distance(History history) => history.Many(300).Average(next => Math.Abs(Math.Log10(next.Configuration["learning_rate"].Number) + 3));
    }

    [Fact]
    public void An_excellent_best_is_explored_for_eight_observations()
    {
        var history = SeedSearch.Begin().Observe(SeedSearch.Start, 0.6).Observe(SeedSearch.Model("GAT+RL", dim: 96), 0.5099);

        for (var iteration = 1; iteration <= 8; iteration++)
        {
            history.State.Mode.ShouldBe("local");
            var next = history.Next();
            next.Reason.ShouldBe($"local exploration {iteration} of 8 around trial 1");
            history.Observe(next.Configuration, 0.52);
        }

        history.State.Mode.ShouldBe("jump"); // eight observations have brought nothing
    }

    [Theory]
    [InlineData(0.51)]
    [InlineData(0.52)]
    public void The_threshold_itself_is_not_excellent(double loss) => SeedSearch.Begin().Observe(SeedSearch.Start, loss).State.Mode.ShouldBe("normal");

    [Fact]
    public void A_better_centre_begins_the_exploration_again()
    {
        var history = SeedSearch.Begin().Observe(SeedSearch.Start, 0.509).Stagnate(5);
        history.Next().Reason.ShouldBe("local exploration 6 of 8 around trial 0");

        history.Observe(SeedSearch.Model("GAT+RL", dim: 120), 0.508);

        history.Next().Reason.ShouldBe("local exploration 1 of 8 around trial 6");
    }

    [Fact]
    public void An_excellent_result_that_is_no_improvement_starts_nothing() =>
        SeedSearch.Begin(("local_iterations", 2)).Observe(SeedSearch.Start, 0.4).Stagnate(2).Observe(SeedSearch.Model("GAT+RL", dim: 72), 0.45).State
            .ShouldSatisfyAllConditions(state => state.Mode.ShouldBe("normal"), state => state.Stagnation.ShouldBe(3));

    [Fact]
    public void Eight_stagnant_observations_bring_jumps_and_small_steps_until_something_improves()
    {
        var history = SeedSearch.Begin().Observe(SeedSearch.Start, 0.6).Stagnate(7);
        history.State.Mode.ShouldBe("normal");
        history.Stagnate(1).State.Mode.ShouldBe("jump");

        var reasons = history.Many(400).Select(next => next.Reason.Split(' ')[0]).CountBy(word => word).ToDictionary();
        reasons.Keys.ShouldBe(["conservative", "small"], ignoreOrder: true);
        reasons["conservative"].ShouldBeInRange(240, 320); // 70 of 100

        history.Observe(SeedSearch.Model("GAT+RL", heads: 4), 0.59).State.ShouldBe(new SearchState(null, "normal", 0) { IsCurrent = true, Observed = 10, Complexity = 65_536 });
    }

    [Theory]
    [InlineData(ObservedOutcome.Failed)]
    [InlineData(ObservedOutcome.Infeasible)]
    [InlineData(ObservedOutcome.Pruned)]
    public void What_does_not_complete_stagnates_and_is_never_best(ObservedOutcome outcome)
    {
        var history = SeedSearch.Begin().Observe(SeedSearch.Start, 0.6).Observe(SeedSearch.Model("GAT+RL", dim: 96), outcome);

        history.State.ShouldSatisfyAllConditions(state => state.Stagnation.ShouldBe(1), state => state.Mode.ShouldBe("normal"));
        history.Next().Reason.ShouldBe("normal step around trial 0");
    }

    [Fact]
    public void When_the_first_one_dies_smaller_models_are_tried_in_the_end()
    {
        var history = SeedSearch.Begin().Observe(SeedSearch.Start, ObservedOutcome.Failed);
        history.Next().Reason.ShouldBe("normal step around trial 0"); // small steps from where the author wanted to start, not a leap elsewhere

        for (var i = 0; i < 7; i++) history.Observe(history.Next().Configuration, ObservedOutcome.Failed);

        history.State.ShouldSatisfyAllConditions(state => state.Mode.ShouldBe("jump"), state => state.Complexity.ShouldBeNull());
        history.Many(50).ShouldContain(next => next.Reason.StartsWith("conservative jump", StringComparison.Ordinal) && SeedSearch.Size(next.Configuration) < 65_536);
    }

    [Fact]
    public void While_the_first_is_in_flight_steps_are_taken_around_it()
    {
        var history = SeedSearch.Begin();
        history.Start(SeedSearch.Start);

        history.Next().Reason.ShouldBe("normal step around trial 0");
        history.Start();
        history.Next().Reason.ShouldBe("normal step around trial 0");
    }

    [Fact]
    public void A_maximised_objective_is_excellent_above_its_threshold_and_never_without_one()
    {
        var problem = SeedSearch.Problem() with { IsMaximized = true };
        new History(problem).Observe(SeedSearch.Start, -0.9).State.Mode.ShouldBe("normal");

        var graded = problem with { Thresholds = problem.Thresholds.Add("excellent", -0.8) };
        new History(graded).Observe(SeedSearch.Start, -0.79).State.Mode.ShouldBe("normal");
        new History(graded).Observe(SeedSearch.Start, -0.81).State.Mode.ShouldBe("local");
    }

    [Fact]
    public void The_setting_prevails_over_the_threshold_in_the_metrics_own_direction()
    {
        var minimised = SeedSearch.Problem(settings: ("excellent", 0.3));
        new History(minimised with { Thresholds = minimised.Thresholds.Add("excellent", 0.5) }).Observe(SeedSearch.Start, 0.4).State.Mode.ShouldBe("normal");

        var maximised = SeedSearch.Problem(settings: ("excellent", 0.3)) with { IsMaximized = true };
        new History(maximised).Observe(SeedSearch.Start, -0.4).State.Mode.ShouldBe("local");
    }

    [Fact]
    public void It_finds_its_way()
    {
        double Best(string name) => Enumerable.Range(0, 10).Average(seed =>
        {
            var problem = Simulation.Problem(name, SeedSearch.Space, seed: seed);
            return new Simulation(StrategyCatalogue.Create(name, problem), seed) { Evaluate = (n, c) => Simulation.Completed(n, c, SeedSearch.Cost(c)) }.Run(60).Observations.Min(o => o.Loss);
        });

        Best("resilient").ShouldBeLessThan(0.5 + (Best("random") - 0.5) / 3); // a third of what chance leaves
    }

    [Fact]
    public void Trials_are_named_by_their_own_numbers_when_configurations_run_several_times() =>
        new History(SeedSearch.Problem() with { Replicates = 3 }).Observe(SeedSearch.Model("GAT+RL", dim: 96), 0.7).Observe(SeedSearch.Start, 0.6)
            .Next().Reason.ShouldBe("normal step around trial 3");
}
