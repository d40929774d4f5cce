using System.Collections.Immutable;
using ArchOpt.Contracts;
using ArchOpt.Evaluation.Evaluators;
using static ArchOpt.Evaluation.Tests.Messaging.Conversation;

namespace ArchOpt.Evaluation.Tests.Messaging;

/// <summary>What a worker promises over any transport, shown over the in-memory one.</summary>
public sealed class WorkerTests
{
    [Fact]
    public async Task Every_trial_is_evaluated_once_and_its_result_published()
    {
        var evaluator = ScriptedEvaluator.Answering(ScriptedEvaluator.Fine);
        await using var talk = InMemory;
        await talk.StartAsync(evaluator);

        for (var number = 0L; number < 20; number++) await talk.SendAsync(evaluator, number);

        var results = await talk.ResultsAsync(20);
        results.Select(result => result.Number).ShouldBe(Enumerable.Range(0, 20).Select(n => (long)n), ignoreOrder: true);
        results.ShouldAllBe(result => result.Outcome == EvaluationOutcome.Completed && result.Metrics["value"] == 1 && result.Attempt == 1);
        evaluator.Asked.ShouldAllBe(asked => asked.Seed == 7 && asked.StudyId == talk.StudyId);
    }

    [Fact]
    public async Task Never_more_trials_run_than_there_are_slots_and_waiting_ones_are_held()
    {
        var gate = new TaskCompletionSource();
        var evaluator = ScriptedEvaluator.WaitingFor(gate.Task);
        await using var talk = InMemory;
        await talk.StartAsync(evaluator, ("Slots", "2"));
        for (var number = 0L; number < 5; number++) await talk.SendAsync(evaluator, number);

        await UntilAsync(() => evaluator.Asked.Count == 2 && talk.Heartbeats.Any(beat => beat.Holding.Length == 2), "two trials are held");
        evaluator.Asked.Count.ShouldBe(2);
        gate.SetResult();

        await talk.ResultsAsync(5);
        await UntilAsync(() => talk.Heartbeats.Last().Holding.IsEmpty, "a heartbeat says that nothing is held");
    }

    [Fact]
    public async Task A_long_trial_is_announced_and_a_short_one_is_not()
    {
        var gate = new TaskCompletionSource();
        var evaluator = new ScriptedEvaluator(async (request, _, stop) =>
        {
            if (request.Number == 0) await gate.Task.WaitAsync(stop);
            return ScriptedEvaluator.Fine;
        });
        await using var talk = InMemory;
        await talk.StartAsync(evaluator, ("Worker", "one"));
        await talk.SendAsync(evaluator, 0);
        await talk.SendAsync(evaluator, 1);

        await UntilAsync(() => !talk.Started.IsEmpty, "the long trial is announced");
        gate.SetResult();

        await talk.ResultsAsync(2);
        talk.Started.ShouldHaveSingleItem().Number.ShouldBe(0);
        talk.Started.Single().Worker.ShouldBe("one");
    }

    [Fact]
    public async Task A_message_sent_twice_is_evaluated_once()
    {
        var gate = new TaskCompletionSource();
        var evaluator = ScriptedEvaluator.WaitingFor(gate.Task);
        await using var talk = InMemory;
        await talk.StartAsync(evaluator);
        await talk.SendAsync(evaluator, 0);
        await talk.SendAsync(evaluator, 0);
        await UntilAsync(() => !evaluator.Asked.IsEmpty, "it runs");
        gate.SetResult();
        await UntilAsync(() => !talk.Finished.IsEmpty, "it has finished");

        await talk.SendAsync(evaluator, 0);
        await talk.SendAsync(evaluator, 1);

        await UntilAsync(() => talk.Finished.Any(result => result.Number == 1), "the next has finished");
        evaluator.Asked.Select(asked => asked.Number).ShouldBe([0, 1]);
        talk.Finished.ShouldAllBe(result => result.Attempt == 1 && result.Outcome == EvaluationOutcome.Completed);
    }

    [Fact]
    public async Task Transient_trouble_is_tried_again_within_the_attempt()
    {
        var tries = 0;
        var evaluator = new ScriptedEvaluator((_, _, _) => Interlocked.Increment(ref tries) <= 3
            ? throw new TransientEvaluationException("The device is busy.")
            : Task.FromResult(ScriptedEvaluator.Fine));
        await using var talk = InMemory;
        await talk.StartAsync(evaluator, ("Retries", "3"));

        await talk.SendAsync(evaluator, 0);

        var result = (await talk.ResultsAsync(1)).Single();
        result.Outcome.ShouldBe(EvaluationOutcome.Completed);
        result.Attempt.ShouldBe(1);
        tries.ShouldBe(4);
    }

    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 1)]
    public async Task Trouble_that_stays_or_is_not_transient_fails_the_trial_with_its_reason(bool transient, int expectedTries)
    {
        var evaluator = new ScriptedEvaluator((_, _, _) => throw (transient ? new IOException("Disk gone.") : new InvalidOperationException("Out of memory.")));
        await using var talk = InMemory;
        await talk.StartAsync(evaluator, ("Retries", "2"));

        await talk.SendAsync(evaluator, 0);

        var result = (await talk.ResultsAsync(1)).Single();
        result.Outcome.ShouldBe(EvaluationOutcome.Failed);
        result.Error.ShouldBe(transient ? "IOException: Disk gone." : "InvalidOperationException: Out of memory.");
        evaluator.Asked.Count.ShouldBe(expectedTries);
    }

    [Theory]
    [InlineData(StopReason.Cancelled, EvaluationOutcome.Cancelled)]
    [InlineData(StopReason.Pruned, EvaluationOutcome.Pruned)]
    public async Task A_stopped_trial_ends_with_what_it_has_reported(StopReason reason, EvaluationOutcome outcome)
    {
        var evaluator = new ScriptedEvaluator(async (_, steps, stop) =>
        {
            await steps.ReportAsync(1, ImmutableSortedDictionary<string, double>.Empty.Add("loss", double.NaN), stop);
            await steps.ReportAsync(2, ImmutableSortedDictionary<string, double>.Empty.Add("loss", 0.5), stop);
            await Task.Delay(Timeout.Infinite, stop);
            return ScriptedEvaluator.Fine;
        });
        await using var talk = InMemory;
        await talk.StartAsync(evaluator);
        await talk.SendAsync(evaluator, 0);
        await UntilAsync(() => talk.Progressed.Count == 2, "both steps are reported");

        await talk.StopTrialAsync(0, reason);

        var result = (await talk.ResultsAsync(1)).Single();
        result.Outcome.ShouldBe(outcome);
        result.Metrics["loss"].ShouldBe(0.5);
        result.Steps.ShouldBe(2);
    }

    [Fact]
    public async Task A_superseded_attempt_stops_in_silence()
    {
        var evaluator = new ScriptedEvaluator(async (request, _, stop) =>
        {
            if (request.Number == 0) await Task.Delay(Timeout.Infinite, stop);
            return ScriptedEvaluator.Fine;
        });
        await using var talk = InMemory;
        await talk.StartAsync(evaluator, ("Slots", "1"));
        await talk.SendAsync(evaluator, 0);
        await UntilAsync(() => !evaluator.Asked.IsEmpty, "it runs");
        await talk.SendAsync(evaluator, 1);

        await talk.StopTrialAsync(0, StopReason.Superseded);

        (await talk.ResultsAsync(1)).Single().Number.ShouldBe(1);
    }

    [Fact]
    public async Task Stopping_another_attempt_stops_nothing()
    {
        var gate = new TaskCompletionSource();
        var evaluator = ScriptedEvaluator.WaitingFor(gate.Task);
        await using var talk = InMemory;
        await talk.StartAsync(evaluator);
        await talk.SendAsync(evaluator, 0, attempt: 2);
        await UntilAsync(() => !evaluator.Asked.IsEmpty, "it runs");

        await talk.StopTrialAsync(0, StopReason.Cancelled, attempt: 1);
        await talk.StopTrialAsync(1, StopReason.Cancelled, attempt: 2);
        gate.SetResult();

        (await talk.ResultsAsync(1)).Single().Outcome.ShouldBe(EvaluationOutcome.Completed);
    }

    [Fact]
    public async Task A_flood_of_metrics_fails_the_trial_instead_of_filling_the_broker()
    {
        var many = Enumerable.Range(0, MetricLimits.MaxCount + 1).ToImmutableSortedDictionary(i => $"m{i}", i => (double)i);
        var evaluator = ScriptedEvaluator.Answering(EvaluationResult.Completed(many));
        await using var talk = InMemory;
        await talk.StartAsync(evaluator);

        await talk.SendAsync(evaluator, 0);

        var result = (await talk.ResultsAsync(1)).Single();
        result.Outcome.ShouldBe(EvaluationOutcome.Failed);
        result.Error.ShouldBe("metrics: at most 1000 may be reported (were 1001).");
    }

    [Fact]
    public async Task A_heartbeat_says_who_the_worker_is_and_what_it_offers()
    {
        var evaluator = ScriptedEvaluator.Answering(ScriptedEvaluator.Fine);
        await using var talk = InMemory;
        await talk.StartAsync(evaluator, ("Worker", "one"), ("Slots", "3"));

        await UntilAsync(() => talk.Heartbeats.Count > 2, "three heartbeats");

        talk.Heartbeats.ShouldAllBe(beat => beat.Worker == "one" && beat.Slots == 3 && beat.Interval == TimeSpan.FromSeconds(0.2) && beat.Machine.Length > 0);
        talk.Heartbeats.ShouldAllBe(beat => beat.Evaluators.SequenceEqual(new[] { evaluator.Name }) && beat.ResourceClasses.SequenceEqual(new[] { "cpu" }) && !beat.Leaving);
    }
}
