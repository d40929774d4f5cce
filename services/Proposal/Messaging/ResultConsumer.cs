using System.Collections.Immutable;
using ArchOpt.Contracts;
using ArchOpt.Proposal.Running;
using ArchOpt.ServiceDefaults.Logging;
using ArchOpt.Storage;
using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Trials;
using MassTransit;

namespace ArchOpt.Proposal.Messaging;

/// <summary>
/// Takes results, starts and steps. A result is acknowledged when it is durable; many are in hand at a time, and the
/// study's loop commits them together.
/// </summary>
internal sealed class ResultConsumer(StudyRegistry studies, CurveWriter curves, ProposalMetrics metrics, StudyFigures figures, ILogger<ResultConsumer> log)
    : IConsumer<TrialFinished>, IConsumer<TrialStarted>, IConsumer<TrialProgressed>
{
    private const int MostMetrics = 1_000;
    private const int LongestName = 256;
    private const int LongestError = 10_000;
    private const int LongestCurve = 1_000;
    private const int LongestLog = 20_000;

    /// <summary>The largest maximum of epochs that a study file may give: so many may be spared.</summary>
    private const long MostEpochs = 1_000_000;

    public async Task Consume(ConsumeContext<TrialFinished> context)
    {
        var message = Bounded(context.Message);
        metrics.ResultConsumed();
        using var span = TrialTraces.Result();
        using var scope = log.BeginTrial(studies.Snapshot(message.StudyId)?.Record.Name ?? message.StudyId, message.Number, message.Attempt);
        await HandAsync(message.StudyId, message.Number, new StudyEvent.AttemptFinished(
            message.Number,
            message.Attempt,
            Outcome(message.Outcome),
            message.Metrics ?? ImmutableSortedDictionary<string, double>.Empty,
            message.Worker,
            message.Started,
            message.DurationSeconds,
            message.Error)
        {
            Curve = message.Curve.IsDefault ? [] : message.Curve,
            Training = message.Training,
            Log = LogTail.Of(message.Log),
        }, context.CancellationToken);
    }

    public Task Consume(ConsumeContext<TrialStarted> context)
    {
        var message = context.Message;
        return HandAsync(
            message.StudyId,
            message.Number,
            new StudyEvent.AttemptStarted(message.Number, message.Attempt, message.Worker, message.Started),
            context.CancellationToken);
    }

    /// <summary>Only a study with a pruner acts on steps. None is waited for: the next one says more.</summary>
    public Task Consume(ConsumeContext<TrialProgressed> context)
    {
        var message = context.Message;
        if (message.Metrics is not { Count: <= MostMetrics } measured) return Task.CompletedTask;
        figures.Progressed(message.StudyId);
        curves.Add(message.StudyId, new CurvePoint(message.Number, message.Attempt, message.Step, measured));
        return studies.HasPruner(message.StudyId)
            ? HandAsync(message.StudyId, message.Number, new StudyEvent.StepReported(message.Number, message.Attempt, message.Step, measured), context.CancellationToken)
            : Task.CompletedTask;
    }

    private async Task HandAsync(string studyId, long number, StudyEvent studyEvent, CancellationToken cancellationToken)
    {
        if (await studies.SendAsync(studyId, studyEvent, cancellationToken) is null or EventReply.Unknown)
            log.LogWarning("Dropped a message about trial {Trial} of study {Study}, which the store does not know", number, studyId);
    }

    /// <summary>Workers keep these bounds; whoever else writes to the queue must not fill the store.</summary>
    private static TrialFinished Bounded(TrialFinished result)
    {
        if (result.Curve is { IsDefault: false, Length: > LongestCurve }) result = result with { Curve = [] };
        if (result.Training is { } training && !IsSensible(training)) result = result with { Training = null };
        if (result.Error is { Length: > LongestError } error) result = result with { Error = error[..LongestError] };
        if (result.Log is { Length: > LongestLog } log) result = result with { Log = log[^LongestLog..] };
        if (result.Metrics is not { } metrics || (metrics.Count <= MostMetrics && metrics.Keys.All(name => name.Length <= LongestName))) return result;
        return result with
        {
            Outcome = EvaluationOutcome.Failed,
            Metrics = ImmutableSortedDictionary<string, double>.Empty,
            Error = $"The result held {metrics.Count} metrics; at most {MostMetrics} are allowed, with names of at most {LongestName} characters.",
        };
    }

    private static bool IsSensible(TrainingSummary training) =>
        training is { BestStep: >= 0, SavedSteps: >= 0 and <= MostEpochs } && training.BestStep <= training.LastStep;

    private static TrialState Outcome(EvaluationOutcome outcome) => outcome switch
    {
        EvaluationOutcome.Completed => TrialState.Completed,
        EvaluationOutcome.Pruned => TrialState.Pruned,
        EvaluationOutcome.Infeasible => TrialState.Infeasible,
        EvaluationOutcome.Cancelled => TrialState.Cancelled,
        _ => TrialState.Failed,
    };
}
