using System.Collections.Immutable;
using ArchOpt.Search.Randomness;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Tests.Protocol;

public class hopeless_trials_are_stopped
{
    /// <summary>Rungs at 2, 4, 8, ...: at each the better half goes on.</summary>
    private static readonly StudyDefinition Halving = Samples.Study(trials: 40, parallelism: 4) with
    {
        Pruner = new("asha", ImmutableSortedDictionary<string, double>.Empty.Add("eta", 2).Add("min_resource", 2).Add("early_stopping_rate", 0)),
    };

    private readonly ProtocolDriver driver = new(Halving);

    public hopeless_trials_are_stopped() => driver.Tick();

    [Fact]
    public void with_one_order_that_says_why()
    {
        Report(driver, 0, 2, 0.1).ShouldBeEmpty();
        var stop = Report(driver, 1, 2, 0.9).ShouldHaveSingleItem();
        stop.ShouldBe(new Decision.Stop(1, 1, AttemptState.Pruned, "at step 2 it ranks 2 of 2, and only the first goes on"));
        Report(driver, 1, 2, 0.9).ShouldBeEmpty();
        Report(driver, 1, 4, 0.9).ShouldBeEmpty();
        driver[1].State.ShouldBe(TrialState.Proposed); // it ends when its worker says so
    }

    [Fact]
    public void and_writes_nothing_for_a_step()
    {
        var version = driver.Store.Version;
        for (var step = 1; step < 50; step++) Report(driver, 0, step, 1.0 / step);
        driver.Store.Version.ShouldBe(version);
    }

    [Fact]
    public void and_end_pruned_once_with_the_values_of_their_last_step()
    {
        Report(driver, 0, 2, 0.1);
        var reason = Report(driver, 1, 2, 0.9).Single().Explanation;
        driver.Finish(1, 0.9, TrialState.Pruned).ShouldBeOfType<EventReply.Told>().Superseded.ShouldBeFalse();
        driver.Finish(1, 0.9, TrialState.Pruned);
        driver.Finish(1, 0.0, TrialState.Completed, attempt: 1);
        driver[1].State.ShouldBe(TrialState.Pruned);
        driver[1].Current.Values.ShouldBe([0.9]);
        driver[1].Current.Reason.ShouldBe(reason);
        driver.Protocol.Tally[TrialState.Pruned].ShouldBe(1);
        driver.Protocol.Standings.Best.ShouldBeNull();
        driver.Store.Trials.Count.ShouldBe(5); // its place is free, and its number is used
    }

    [Fact]
    public void and_what_completes_before_the_order_arrives_has_completed()
    {
        Report(driver, 0, 2, 0.1);
        Report(driver, 1, 2, 0.9).ShouldHaveSingleItem();
        driver.Finish(1, 0.05);
        driver[1].State.ShouldBe(TrialState.Completed);
        driver.Protocol.Standings.Best!.Value.Number.ShouldBe(1);
    }

    [Fact]
    public void and_need_no_other_worker_when_theirs_is_gone()
    {
        Report(driver, 0, 2, 0.1);
        Report(driver, 1, 2, 0.9);
        Report(driver, 1, 3, 0.8);
        driver.Send(new StudyEvent.AttemptLost(1, 1, "its worker is silent"));
        driver[1].State.ShouldBe(TrialState.Pruned);
        driver[1].Current.Values.ShouldBe([0.8]);
        driver[1].Current.Reason!.ShouldStartWith("at step 2 it ranks");
        driver[1].Attempts.Length.ShouldBe(1);
        Verification.Of(Halving, new FoldingStrategy(), driver.Store).Problems.ShouldBeEmpty();
    }

    [Fact]
    public void and_a_worker_that_gets_their_message_again_is_told_to_drop_it()
    {
        Report(driver, 0, 2, 0.1);
        Report(driver, 1, 2, 0.9);
        driver.Send(new StudyEvent.ClaimRequested(1, 1, "w2", Holder: null)).ShouldBeOfType<EventReply.Refused>().Reason.ShouldBe("the trial was stopped as hopeless");
        driver[1].State.ShouldBe(TrialState.Pruned);
        driver[1].Current.Metrics["loss"].ShouldBe(0.9);
    }

    [Fact]
    public void and_a_worker_that_stopped_one_before_it_heard_of_any_step_has_its_values_from_here()
    {
        Report(driver, 0, 2, 0.1);
        Report(driver, 1, 2, 0.9);
        driver.Send(ProtocolDriver.Result(1, 1, TrialState.Pruned, ImmutableSortedDictionary<string, double>.Empty));
        driver[1].State.ShouldBe(TrialState.Pruned);
        driver[1].Current.Values.ShouldBe([0.9]);
    }

    [Fact]
    public void but_not_by_what_attempts_say_that_were_given_up_nor_by_trials_that_have_ended()
    {
        driver.Send(new StudyEvent.AttemptLost(0, 1, "its worker is silent"));
        Report(driver, 0, 2, 0.0001, attempt: 1).ShouldBeEmpty();
        Report(driver, 1, 2, 0.9).ShouldBeEmpty();
        driver.Finish(1, 0.9);
        Report(driver, 1, 4, 5).ShouldBeEmpty();
        Report(driver, 0, 2, 0.95, attempt: 2).ShouldHaveSingleItem().Attempt.ShouldBe(2);
        Report(driver, 99, 2, 5).ShouldBeEmpty();
        Report(driver, 2, -1, 5).ShouldBeEmpty();
    }

    [Fact]
    public void but_not_by_runs_that_break_a_hard_constraint_which_no_comparison_stops_either()
    {
        var bounded = new ProtocolDriver(Halving with { Constraints = [new("qps", 100, null)] });
        bounded.Tick();
        Send(bounded, 0, 2, ("loss", 0.0001), ("qps", 50)).ShouldBeEmpty();
        Send(bounded, 1, 2, ("loss", 0.9), ("qps", 500)).ShouldBeEmpty();
        Send(bounded, 0, 4, ("loss", 99), ("qps", 50)).ShouldBeEmpty();
    }

    [Fact]
    public void by_the_value_that_the_strategy_sees_under_a_soft_constraint()
    {
        var soft = new ProtocolDriver(Halving with { Constraints = [new("qps", 100, null, ConstraintMode.Soft)] });
        soft.Tick();
        Send(soft, 0, 2, ("loss", 0.5), ("qps", 500)).ShouldBeEmpty();
        Send(soft, 1, 2, ("loss", 0.45), ("qps", 10)).ShouldHaveSingleItem(); // worth about 0.9
    }

    [Fact]
    public void the_same_when_more_is_better()
    {
        var mirrored = new ProtocolDriver(Halving with { Objectives = [Samples.Maximized] });
        mirrored.Tick();
        var random = RandomStream.For(3);
        for (var i = 0; i < 200; i++)
        {
            var (number, step, loss) = (random.NextInt32(4), 1 + random.NextInt32(20), random.NextDouble());
            Send(mirrored, number, step, ("score", -loss)).ShouldBe(Send(driver, number, step, ("loss", loss)));
        }
    }

    [Fact]
    public void a_diverged_run_is_stopped_and_counts_as_the_failure_it_is()
    {
        Report(driver, 0, 2, double.NaN).ShouldHaveSingleItem().Explanation.ShouldBe("at step 2 it has no finite value");
        driver.Finish(0, double.NaN, TrialState.Pruned);
        driver[0].State.ShouldBe(TrialState.Failed);
        driver[0].Current.Failure.ShouldBe(FailureKind.NonFinite);
    }

    [Theory]
    [InlineData("asha")]
    [InlineData("hyperband")]
    [InlineData("median")]
    [InlineData("patience")]
    public void after_a_restart_as_if_there_had_been_none(string pruner)
    {
        var study = Samples.Study(trials: 60) with { Pruner = Pruner(pruner) };
        var (uninterrupted, restarted) = (Run(study, restarts: false), Run(study, restarts: true));
        restarted.ShouldBe(uninterrupted);
        uninterrupted.Count(outcome => outcome.StartsWith("Pruned", StringComparison.Ordinal)).ShouldBeInRange(5, 59);
    }

    private static PrunerReference Pruner(string name) => Definition.SampleStudy.Read($$"""
        study: s
        objectives: [{ metric: value, goal: minimize }]
        evaluator: { name: function, settings: { function: sphere, steps: 27 } }
        space: { x: { type: float, low: 0, high: 1 } }
        budget: { trials: 9 }
        pruner: { name: {{name}}{{(name == "patience" ? ", settings: { patience: 4 }" : "")}} }
        """).Pruner!;

    /// <summary>What became of each trial, one after the other, with or without dying in between; every third report is lost.</summary>
    private static List<string> Run(StudyDefinition study, bool restarts)
    {
        var world = new ProtocolDriver(study);
        world.Tick();
        var random = RandomStream.For(11);
        for (var number = 0; number < 60; number++)
        {
            if (restarts && number % 7 == 3) world.Reload();
            var level = random.NextDouble();
            var curve = new CurveSummary("loss", []);
            var end = TrialState.Completed;
            for (var step = 1; step <= 27 && end == TrialState.Completed; step++)
            {
                var metrics = Samples.Metrics(("loss", level + (random.NextDouble() / step)));
                curve.Add(step, metrics);
                if ((number + step) % 3 == 0) continue;
                world.Send(new StudyEvent.StepReported(number, 1, step, metrics));
                if (world.Decisions.OfType<Decision.Stop>().Any()) end = TrialState.Pruned;
            }

            world.Send(ProtocolDriver.Result(number, 1, end, curve.Build()[^1].Metrics) with { Curve = curve.Build() });
        }

        Verification.Of(study, new FoldingStrategy(), world.Store).Problems.ShouldBeEmpty();
        return [.. world.Store.Trials.Values.Select(t => $"{t.State} {t.Current.Reason}")];
    }

    private static ImmutableArray<Decision.Stop> Report(ProtocolDriver driver, long number, long step, double loss, int attempt = 1) =>
        Send(driver, number, step, attempt, ("loss", loss));

    private static ImmutableArray<Decision.Stop> Send(ProtocolDriver driver, long number, long step, params ReadOnlySpan<(string, double)> metrics) =>
        Send(driver, number, step, 1, metrics);

    private static ImmutableArray<Decision.Stop> Send(ProtocolDriver driver, long number, long step, int attempt, params ReadOnlySpan<(string, double)> metrics)
    {
        driver.Send(new StudyEvent.StepReported(number, attempt, step, Samples.Metrics(metrics)));
        return [.. driver.Decisions.OfType<Decision.Stop>()];
    }
}
