using System.Collections.Immutable;
using ArchOpt.Contracts;
using ArchOpt.Evaluation.Evaluators;
using ArchOpt.Studies.Trials;
using Polly;
using Polly.Retry;

namespace ArchOpt.Evaluation.Worker;

/// <summary>Turns one run into one result: evaluates it, tries transient errors again, and says what stopping it means.</summary>
internal sealed class TrialExecution(
    EvaluatorRegistry registry, WorkerMessages messages, EvaluationOptions options, TimeProvider time, ILogger<TrialExecution> log)
{
    private const int MaxErrorLength = 4000;
    private static readonly ResiliencePropertyKey<TrialRun> RunKey = new("run");

    private readonly ResiliencePipeline<EvaluationResult> retries = options.Retries == 0 ? ResiliencePipeline<EvaluationResult>.Empty : new ResiliencePipelineBuilder<EvaluationResult> { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions<EvaluationResult>
        {
            ShouldHandle = arguments => ValueTask.FromResult(IsTransient(arguments.Outcome.Exception)),
            MaxRetryAttempts = options.Retries,
            BackoffType = DelayBackoffType.Exponential,
            Delay = options.RetryDelay,
            MaxDelay = TimeSpan.FromSeconds(30),
            OnRetry = arguments =>
            {
                arguments.Context.Properties.TryGetValue(RunKey, out var run);
                log.LogWarning("{Trial}: {Error}; trying again in {Delay}", run?.Key, arguments.Outcome.Exception?.Message, arguments.RetryDelay);
                return default;
            },
        })
        .Build();

    /// <summary>Null when the result would be worth nothing: the attempt was superseded, or the worker leaves.</summary>
    public async ValueTask<EvaluationResult?> ExecuteAsync(TrialRun run)
    {
        try
        {
            return Judged(run, Bounded(await EvaluateAsync(run)));
        }
        catch (Exception e) when (run.Stopping.IsCancellationRequested)
        {
            if (e is not OperationCanceledException) log.LogInformation(e, "{Trial} was stopped, and ended with an error", run.Key);
            return Stopped(run);
        }
        catch (Exception e)
        {
            log.LogWarning(e, "{Trial} failed", run.Key);
            return EvaluationResult.Failed(Shortened($"{e.GetType().Name}: {e.Message}"));
        }
    }

    /// <summary>What became of a run that was stopped before it had a result.</summary>
    public static EvaluationResult? Stopped(TrialRun run) => Stopped(run, run.LastMetrics);

    /// <param name="measured">What it measured.</param>
    private static EvaluationResult? Stopped(TrialRun run, ImmutableSortedDictionary<string, double> measured) => run switch
    {
        { IsHandedBack: true } => null,
        { Reason: StopReason.Cancelled } => new(EvaluationOutcome.Cancelled, measured, "The trial was cancelled."),
        { Reason: StopReason.Pruned } => new(EvaluationOutcome.Pruned, measured, run.Explanation ?? "The trial was pruned."),
        { Reason: null, Training: { End: not null } training } => training.Judge(measured),
        _ => null,
    };

    /// <summary>
    /// What the evaluator's answer means. One that was stopped may have measured something in the end all the same, and how
    /// it ended says nothing; only "never again" is true however it came about.
    /// </summary>
    private static EvaluationResult? Judged(TrialRun run, EvaluationResult answer)
    {
        if (answer.Outcome == EvaluationOutcome.Infeasible) return answer;
        if (run.Stopping.IsCancellationRequested) return Stopped(run, Together(run.LastMetrics, answer.Metrics, run.Reason is null));
        if (answer.Outcome != EvaluationOutcome.Completed || run.Training is not { } training) return answer;
        return training.Judge(training.HasBest ? answer.Metrics : Together(run.LastMetrics, answer.Metrics, finalCounts: true));
    }

    /// <param name="finalCounts">The final metrics are the later word; not those of a run that was stopped for others' sake.</param>
    private static ImmutableSortedDictionary<string, double> Together(
        ImmutableSortedDictionary<string, double> steps, ImmutableSortedDictionary<string, double> final, bool finalCounts)
    {
        var all = finalCounts ? steps.SetItems(final) : final.SetItems(steps);
        return all.Count <= MetricLimits.MaxCount ? all : steps.IsEmpty ? final : steps;
    }

    private static bool IsTransient(Exception? exception) =>
        exception is TransientEvaluationException or IOException or TimeoutException or HttpRequestException;

    private async ValueTask<EvaluationResult> EvaluateAsync(TrialRun run)
    {
        var name = run.Message.Evaluator;
        if (!registry.TryGet(name, out var evaluator)) return EvaluationResult.Failed($"This worker has no evaluator '{name}'.");
        var context = ResilienceContextPool.Shared.Get(run.Stopping);
        context.Properties.Set(RunKey, run);
        try
        {
            return await retries.ExecuteAsync(
                static (_, attempt) => new ValueTask<EvaluationResult>(attempt.EvaluateAsync()), context, new Once(evaluator, run, messages, time));
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static EvaluationResult Bounded(EvaluationResult result)
    {
        if (MetricLimits.Violation(result.Metrics) is { } violation) return EvaluationResult.Failed(violation);
        return result.Error is { Length: > MaxErrorLength } ? result with { Error = Shortened(result.Error) } : result;
    }

    private static string Shortened(string text) => text.Length <= MaxErrorLength ? text : text[..MaxErrorLength];

    /// <summary>One try of a run, and where its steps go.</summary>
    private sealed class Once(IEvaluator evaluator, TrialRun run, WorkerMessages messages, TimeProvider time) : IStepReporter
    {
        private readonly StepThrottle throttle = new(run.Message.Curve, time);

        public Task<EvaluationResult> EvaluateAsync() => evaluator.EvaluateAsync(run.Request(), this, run.Stopping);

        public async ValueTask ReportAsync(long step, ImmutableSortedDictionary<string, double> metrics, CancellationToken cancellationToken)
        {
            if (MetricLimits.Violation(metrics) is { } violation) throw new ArgumentException(violation, nameof(metrics));
            var counts = run.Report(step, metrics);
            if (counts && throttle.Passes(step, metrics))
            {
                await messages.TryPublishHintAsync(
                    new TrialProgressed { StudyId = run.Key.StudyId, Number = run.Key.Number, Attempt = run.Attempt, Step = step, Metrics = metrics }, cancellationToken);
            }

            run.EndTraining(goesOn: !counts); // after the last step was sent: the evaluator's token carries that, too
        }

        public void Logged(string? tail) => run.Log = LogTail.Of(tail);
    }
}
