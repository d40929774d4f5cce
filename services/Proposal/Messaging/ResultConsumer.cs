using ArchOpt.Contracts;
using ArchOpt.Proposal.Running;
using ArchOpt.Storage;
using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Trials;
using MassTransit;

namespace ArchOpt.Proposal.Messaging;

/// <summary>
/// Takes results, starts and learning curves. A message is acknowledged when what it says is durable; many are in
/// hand at a time, and the study's loop commits them together.
/// </summary>
internal sealed class ResultConsumer(StudyRegistry studies, CurveWriter curves, ILogger<ResultConsumer> log)
    : IConsumer<TrialFinished>, IConsumer<TrialStarted>, IConsumer<TrialProgressed>
{
    public Task Consume(ConsumeContext<TrialFinished> context)
    {
        var message = context.Message;
        return HandAsync(message.StudyId, message.Number, new StudyEvent.AttemptFinished(
            message.Number,
            message.Attempt,
            Outcome(message.Outcome),
            message.Metrics,
            message.Worker,
            message.Started,
            message.DurationSeconds,
            message.Error), context.CancellationToken);
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

    public Task Consume(ConsumeContext<TrialProgressed> context)
    {
        var message = context.Message;
        return curves.AppendAsync(
            message.StudyId,
            new CurvePoint(message.Number, message.Attempt, message.Step, message.Metrics),
            context.CancellationToken);
    }

    private async Task HandAsync(string studyId, long number, StudyEvent studyEvent, CancellationToken cancellationToken)
    {
        if (await studies.SendAsync(studyId, studyEvent, cancellationToken) is null or EventReply.Unknown)
            log.LogWarning("Dropped a message about trial {Trial} of study {Study}, which the store does not know", number, studyId);
    }

    private static TrialState Outcome(EvaluationOutcome outcome) => outcome switch
    {
        EvaluationOutcome.Completed => TrialState.Completed,
        EvaluationOutcome.Pruned => TrialState.Pruned,
        EvaluationOutcome.Infeasible => TrialState.Infeasible,
        EvaluationOutcome.Cancelled => TrialState.Cancelled,
        _ => TrialState.Failed,
    };
}
