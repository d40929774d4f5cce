using System.Collections.Immutable;
using ArchOpt.Contracts;
using ArchOpt.Search.Configurations;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Evaluation.Evaluators;

/// <summary>
/// Turns a configuration into metrics. One instance serves all slots of a worker at once, so it is thread-safe. A
/// quick evaluator completes synchronously and costs no thread.
/// </summary>
public interface IEvaluator
{
    /// <summary>As study files name it; part of a queue's name: lower-case letters, digits and hyphens.</summary>
    string Name { get; }

    /// <summary>
    /// Evaluates once. A mistake of the study's author or of the run is a result (Failed, Infeasible), not an exception.
    /// </summary>
    /// <remarks>
    /// It ends soon after the token is cancelled, with an exception or, when it has measured something worth keeping, with a result:
    /// the worker knows why it cancelled and decides what counts. A slot is taken until then, and nobody can end code that runs in
    /// the worker's own process. So what may hang belongs into a process of its own, which can be killed.
    /// </remarks>
    /// <exception cref="TransientEvaluationException">Trying again may help; so may <see cref="IOException"/>, <see cref="TimeoutException"/> and <see cref="HttpRequestException"/>.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled: somebody stopped the trial, or the worker leaves.</exception>
    Task<EvaluationResult> EvaluateAsync(EvaluationRequest request, IStepReporter steps, CancellationToken cancellationToken);
}

/// <summary>What is to be evaluated.</summary>
public sealed record EvaluationRequest
{
    public required Configuration Configuration { get; init; }

    /// <summary>The evaluator's settings: a JSON object as text.</summary>
    public required string Settings { get; init; }

    /// <summary>In [0, 2^53); the same for every attempt of a trial, so equal seeds and configurations give equal results.</summary>
    public required long Seed { get; init; }

    public string StudyId { get; init; } = "";

    public string Study { get; init; } = "";

    public long Number { get; init; }

    public int Attempt { get; init; } = 1;

    /// <summary>Which of the worker's slots it runs in: 0, 1, ..., so that two that run at a time never share a device.</summary>
    public int Slot { get; init; }

    /// <summary>
    /// When the training ends. The worker judges the reported steps by it and cancels the token; an evaluator need not look at it.
    /// </summary>
    public StoppingPolicy? Stopping { get; init; }

    /// <summary>The study compares trials while they run. A simulator that imitates training then reports steps unasked; with <see cref="Stopping"/> too.</summary>
    public bool WantsCurve { get; init; }

    /// <summary>The most steps (epochs) to spend; null for the evaluator's own limit.</summary>
    public long? MaxResource { get; init; }
}

/// <summary>Where an evaluator reports its learning curve while it runs, and its log when it has ended.</summary>
public interface IStepReporter
{
    /// <summary>Reports one step. Steps are hints for those who watch: one that cannot be sent is dropped, never queued.</summary>
    /// <param name="step">
    /// The evaluator's own count of epochs or steps, from 0 or from 1. A run that goes on from a checkpoint goes on counting; when
    /// it reports again what was measured before the checkpoint, the best of that stays in the race.
    /// </param>
    /// <param name="metrics">May hold NaN and infinities.</param>
    /// <exception cref="ArgumentException">Too many metrics, or a name that is too long; see <see cref="MetricLimits"/>.</exception>
    ValueTask ReportAsync(long step, ImmutableSortedDictionary<string, double> metrics, CancellationToken cancellationToken);

    /// <summary>Shows the end of what a program printed, however it ended: also one that was stopped has a log.</summary>
    /// <param name="tail">See <see cref="LogTail"/>.</param>
    void Logged(string? tail)
    {
        // Who only wants the curve need not listen.
    }
}

/// <summary>What came of an evaluation.</summary>
/// <param name="Error">Why it failed or is infeasible; null when it completed.</param>
public sealed record EvaluationResult(EvaluationOutcome Outcome, ImmutableSortedDictionary<string, double> Metrics, string? Error = null)
{
    private static readonly ImmutableSortedDictionary<string, double> None = ImmutableSortedDictionary<string, double>.Empty;

    public static EvaluationResult Completed(ImmutableSortedDictionary<string, double> metrics) => new(EvaluationOutcome.Completed, metrics);

    /// <summary>This run failed; another may not.</summary>
    public static EvaluationResult Failed(string error) => new(EvaluationOutcome.Failed, None, error);

    /// <summary>This configuration can never work.</summary>
    public static EvaluationResult Infeasible(string error) => new(EvaluationOutcome.Infeasible, None, error);
}
