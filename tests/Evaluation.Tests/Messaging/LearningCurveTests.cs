using System.Collections.Immutable;
using ArchOpt.Contracts;
using static ArchOpt.Evaluation.Tests.Messaging.Conversation;

namespace ArchOpt.Evaluation.Tests.Messaging;

/// <summary>What a worker says of a run's steps, and what it keeps to itself.</summary>
public sealed class LearningCurveTests
{
    private const int Steps = 2_000;

    private static ImmutableSortedDictionary<string, double> Metrics(params ReadOnlySpan<(string Name, double Value)> values)
    {
        var metrics = ImmutableSortedDictionary.CreateBuilder<string, double>();
        foreach (var (name, value) in values) metrics[name] = value;
        return metrics.ToImmutable();
    }

    private static ScriptedEvaluator Training(int steps = Steps) => new(async (_, reporter, stop) =>
    {
        for (var step = 1; step <= steps; step++)
            await reporter.ReportAsync(step, Metrics(("loss", step == 27 ? double.NaN : 1.0 / step), ("grad", step)), stop);
        return ScriptedEvaluator.Fine;
    });

    [Fact]
    public async Task Steps_that_nobody_needs_are_sent_sparingly_and_no_curve_comes_with_the_result()
    {
        var evaluator = Training();
        await using var talk = InMemory;
        await talk.StartAsync(evaluator);

        await talk.SendAsync(evaluator, 0);

        var result = (await talk.ResultsAsync(1)).Single();
        result.Steps.ShouldBe(Steps);
        result.Curve.ShouldBeEmpty();
        talk.Progressed.Count.ShouldBeLessThan(Steps / 10);
    }

    [Fact]
    public async Task The_steps_that_a_pruner_needs_are_always_sent_and_the_curve_comes_with_the_result()
    {
        var evaluator = Training();
        await using var talk = InMemory;
        await talk.StartAsync(evaluator);

        await talk.SendAsync(evaluator, 0, curve: new() { Metrics = ["loss", "qps"], Steps = [9, 27, 81, 243, 729] });

        var result = (await talk.ResultsAsync(1)).Single();
        await UntilAsync(() => talk.Progressed.Any(p => p.Step == 729), "the last needed step is reported");
        var sent = talk.Progressed.Select(p => p.Step).ToArray();
        foreach (var step in new long[] { 9, 27, 28, 81, 243, 729 }) sent.ShouldContain(step); // 27 is NaN, so that 28 decides
        sent.Length.ShouldBeLessThan(Steps / 10);
        result.Curve.Length.ShouldBeInRange(64, 160);
        result.Curve.Select(p => p.Step).ShouldContain(28);
        result.Curve[^1].Step.ShouldBe(Steps);
        result.Curve.ShouldAllBe(p => p.Metrics.Count == 1 && p.Metrics["loss"] == 1.0 / p.Step);
    }

    [Fact]
    public async Task All_steps_are_sent_where_a_pruner_needs_all()
    {
        var evaluator = Training(200);
        await using var talk = InMemory;
        await talk.StartAsync(evaluator);

        await talk.SendAsync(evaluator, 0, curve: new() { Metrics = ["loss"] });

        await talk.ResultsAsync(1);
        await UntilAsync(() => talk.Progressed.Count == 200, "every step is reported");
    }

    [Fact]
    public async Task A_pruned_trial_says_why_and_ends_with_the_last_value_of_everything_it_measured()
    {
        var evaluator = new ScriptedEvaluator(async (_, reporter, stop) =>
        {
            await reporter.ReportAsync(0, Metrics(("qps", 4100), ("loss", 2)), stop);
            await reporter.ReportAsync(1, Metrics(("loss", 1)), stop);
            await Task.Delay(Timeout.Infinite, stop);
            return ScriptedEvaluator.Fine;
        });
        await using var talk = InMemory;
        await talk.StartAsync(evaluator);
        await talk.SendAsync(evaluator, 0, curve: new() { Metrics = ["loss", "qps"], Steps = [1] });
        await UntilAsync(() => talk.Progressed.Count == 2, "both steps are reported");

        await talk.StopTrialAsync(0, StopReason.Pruned, explanation: "at step 1 it ranks 9 of 9");

        var result = (await talk.ResultsAsync(1)).Single();
        result.Outcome.ShouldBe(EvaluationOutcome.Pruned);
        result.Error.ShouldBe("at step 1 it ranks 9 of 9");
        result.Metrics.ShouldBe(Metrics(("qps", 4100), ("loss", 1)));
        result.Curve.Select(p => p.Step).ShouldBe([0L, 1]);
    }
}
