using System.Collections.Immutable;
using ArchOpt.Contracts;
using ArchOpt.Evaluation.Evaluators;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;
using static ArchOpt.Evaluation.Tests.Messaging.Conversation;

namespace ArchOpt.Evaluation.Tests.Messaging;

/// <summary>What a worker makes of a run under a stopping policy, whatever the evaluator is.</summary>
public sealed class EarlyStoppingTests
{
    /// <summary>Patience 3, at least 2 epochs, at most 10.</summary>
    private static readonly StoppingPolicy Policy = new(3, 2, 10, 0);

    /// <summary>Reports these losses as steps 1, 2, ... with the step as second metric, and then goes on as it is told.</summary>
    private static ScriptedEvaluator Training(double[] losses, Func<CancellationToken, Task<EvaluationResult>> then) => new(async (_, reporter, stop) =>
    {
        for (var i = 0; i < losses.Length; i++) await reporter.ReportAsync(i + 1, Metrics(("loss", losses[i]), ("epoch", i + 1)), stop);
        return await then(stop);
    });

    private static async Task<EvaluationResult> ForeverAsync(CancellationToken stop)
    {
        await Task.Delay(Timeout.Infinite, stop);
        throw new InvalidOperationException("Nobody stopped it.");
    }

    private static ImmutableSortedDictionary<string, double> Metrics(params ReadOnlySpan<(string Name, double Value)> values)
    {
        var metrics = ImmutableSortedDictionary.CreateBuilder<string, double>();
        foreach (var (name, value) in values) metrics[name] = value;
        return metrics.ToImmutable();
    }

    private static async Task<TrialFinished> RunAsync(ScriptedEvaluator evaluator, StoppingPolicy? policy)
    {
        await using var talk = InMemory;
        await talk.StartAsync(evaluator);
        await talk.SendAsync(evaluator, 0, training: policy);
        return (await talk.ResultsAsync(1)).Single();
    }

    [Fact]
    public async Task A_run_without_improvement_is_ended_and_its_best_step_is_the_result()
    {
        var result = await RunAsync(Training([4, 2, 3, 3, 3], ForeverAsync), Policy);

        result.Outcome.ShouldBe(EvaluationOutcome.Completed);
        result.Error.ShouldBeNull();
        result.Metrics.ShouldBe(Metrics(("loss", 2), ("epoch", 2)));
        result.Training.ShouldBe(new TrainingSummary(BestStep: 2, LastStep: 5, SavedSteps: 5));
        result.Steps.ShouldBe(5);
    }

    [Fact]
    public async Task What_a_stopped_program_measures_in_the_end_is_kept_beside_its_best_step()
    {
        var evaluator = Training([4, 2, 3, 3, 3], async stop =>
        {
            await Task.Delay(Timeout.Infinite, stop).ContinueWith(_ => { }, TaskScheduler.Default);
            return EvaluationResult.Completed(Metrics(("loss", 3), ("qps", 4100)));
        });

        var result = await RunAsync(evaluator, Policy);

        result.Metrics.ShouldBe(Metrics(("loss", 2), ("epoch", 2), ("qps", 4100)));
        result.Training!.SavedSteps.ShouldBe(5);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task How_a_stopped_program_ended_says_nothing(bool throws)
    {
        var evaluator = Training([4, 2, 3, 3, 3], async stop =>
        {
            await Task.Delay(Timeout.Infinite, stop).ContinueWith(_ => { }, TaskScheduler.Default);
            return throws ? throw new IOException("The pipe is broken.") : EvaluationResult.Failed("It ended with exit code 143.");
        });

        var result = await RunAsync(evaluator, Policy);

        result.Outcome.ShouldBe(EvaluationOutcome.Completed);
        result.Metrics["loss"].ShouldBe(2);
        evaluator.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_configuration_that_can_never_work_is_infeasible_even_when_it_was_stopped()
    {
        var evaluator = Training([4, 2, 3, 3, 3], async stop =>
        {
            await Task.Delay(Timeout.Infinite, stop).ContinueWith(_ => { }, TaskScheduler.Default);
            return EvaluationResult.Infeasible("It fits no device.");
        });

        (await RunAsync(evaluator, Policy)).Outcome.ShouldBe(EvaluationOutcome.Infeasible);
    }

    [Theory]
    [InlineData(1.5, 1.5, 3)] // a final evaluation that beats all steps stands as it is
    [InlineData(2, 2, 2)]
    [InlineData(9, 2, 2)]
    [InlineData(double.NaN, 2, 2)]
    public async Task A_run_that_ends_by_itself_has_its_best_step_too(double final, double loss, long best)
    {
        var evaluator = Training([4, 2, 3], _ => Task.FromResult(EvaluationResult.Completed(Metrics(("loss", final), ("qps", 7)))));

        var result = await RunAsync(evaluator, Policy);

        result.Metrics["loss"].ShouldBe(loss);
        result.Metrics["qps"].ShouldBe(7);
        result.Training.ShouldBe(new TrainingSummary(best, 3, 0));
    }

    [Fact]
    public async Task A_run_ends_at_its_last_epoch_and_what_it_reports_behind_that_counts_for_nothing()
    {
        double[] falling = [20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9];

        var result = await RunAsync(Training(falling, ForeverAsync), Policy);

        result.Outcome.ShouldBe(EvaluationOutcome.Completed);
        result.Metrics.ShouldBe(Metrics(("loss", 11), ("epoch", 10)));
        result.Training.ShouldBe(new TrainingSummary(10, 10, 0));
        result.Steps.ShouldBe(10);
    }

    [Fact]
    public async Task A_program_that_knows_its_last_epoch_is_left_the_time_to_say_its_end()
    {
        var evaluator = Training([20, 19, 18, 17, 16, 15, 14, 13, 12, 11], async stop =>
        {
            await Task.Delay(50, stop);
            return EvaluationResult.Completed(Metrics(("qps", 4100)));
        });

        var result = await RunAsync(evaluator, Policy);

        result.Metrics.ShouldBe(Metrics(("loss", 11), ("epoch", 10), ("qps", 4100)));
    }

    [Fact]
    public async Task Steps_without_a_number_end_a_run_too_and_the_result_shows_what_they_were()
    {
        var result = await RunAsync(Training([double.NaN, double.NaN, double.NaN, double.NaN], ForeverAsync), Policy);

        result.Outcome.ShouldBe(EvaluationOutcome.Completed); // Proposal judges it as not finite
        result.Metrics["loss"].ShouldBe(double.NaN);
        result.Training.ShouldBe(new TrainingSummary(4, 4, 6));
    }

    [Fact]
    public async Task A_final_without_the_objective_does_not_hide_that_it_was_not_a_number()
    {
        var evaluator = Training([double.NaN], _ => Task.FromResult(EvaluationResult.Completed(Metrics(("qps", 7)))));

        (await RunAsync(evaluator, Policy)).Metrics.ShouldBe(Metrics(("loss", double.NaN), ("epoch", 1), ("qps", 7)));
    }

    [Fact]
    public async Task Without_a_policy_nothing_is_stopped_and_the_last_word_is_the_result()
    {
        var evaluator = Training([4, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3], _ => Task.FromResult(EvaluationResult.Completed(Metrics(("loss", 3)))));

        var result = await RunAsync(evaluator, policy: null);

        result.Metrics.ShouldBe(Metrics(("loss", 3)));
        result.Training.ShouldBeNull();
    }

    [Fact]
    public async Task A_failure_of_its_own_is_a_failure_and_says_how_far_it_came()
    {
        var result = await RunAsync(Training([4, 2, 3], _ => Task.FromResult(EvaluationResult.Failed("Out of memory."))), Policy);

        result.Outcome.ShouldBe(EvaluationOutcome.Failed);
        result.Error.ShouldBe("Out of memory.");
        result.Training.ShouldBe(new TrainingSummary(2, 3, 0));
    }

    [Fact]
    public async Task A_pruned_run_is_pruned_whatever_it_answers_and_its_last_steps_are_its_result()
    {
        var evaluator = Training([4, 2, 3], async stop =>
        {
            await Task.Delay(Timeout.Infinite, stop).ContinueWith(_ => { }, TaskScheduler.Default);
            return EvaluationResult.Completed(Metrics(("loss", 0.1), ("qps", 4100)));
        });
        await using var talk = InMemory;
        await talk.StartAsync(evaluator);
        await talk.SendAsync(evaluator, 0, training: Policy);
        await UntilAsync(() => talk.Progressed.Count == 3, "three steps are reported");

        await talk.StopTrialAsync(0, StopReason.Pruned, explanation: "it ranks 9 of 9");

        var result = (await talk.ResultsAsync(1)).Single();
        result.Outcome.ShouldBe(EvaluationOutcome.Pruned);
        result.Error.ShouldBe("it ranks 9 of 9");
        result.Metrics.ShouldBe(Metrics(("loss", 3), ("epoch", 3), ("qps", 4100)));
        result.Training.ShouldBe(new TrainingSummary(2, 3, 0));
    }

    [Fact]
    public async Task The_step_that_ended_it_is_still_shown_to_those_who_watch()
    {
        var evaluator = Training([4, 2, 3, 3, 3], ForeverAsync);
        await using var talk = InMemory;
        await talk.StartAsync(evaluator);

        await talk.SendAsync(evaluator, 0, training: Policy);

        await talk.ResultsAsync(1);
        await UntilAsync(() => talk.Progressed.Any(p => p.Step == 5), "the last step is reported");
    }
}
