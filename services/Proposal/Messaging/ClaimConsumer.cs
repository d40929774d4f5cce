using ArchOpt.Contracts;
using ArchOpt.Proposal.Fleet;
using ArchOpt.Proposal.Running;
using ArchOpt.Studies.Protocol;
using MassTransit;

namespace ArchOpt.Proposal.Messaging;

/// <summary>Answers a worker that holds a redelivered message: run it under a new attempt, or drop it.</summary>
internal sealed class ClaimConsumer(StudyRegistry studies, WorkerFleet fleet) : IConsumer<ClaimTrial>
{
    public async Task Consume(ConsumeContext<ClaimTrial> context)
    {
        var claim = context.Message;
        await fleet.WarmedUpAsync(context.CancellationToken);
        var holder = fleet.HolderOf(new HeldAttempt(claim.StudyId, claim.Number, claim.Attempt), except: claim.Worker);
        var claimed = new StudyEvent.ClaimRequested(claim.Number, claim.Attempt, claim.Worker, holder);
        var answer = await studies.SendAsync(claim.StudyId, claimed, context.CancellationToken);
        if (answer is EventReply.Claimed granted)
        {
            await AnswerAsync(context, new TrialClaimed { Attempt = granted.Attempt });
            return;
        }

        await AnswerAsync(context, new ClaimRefused
        {
            Reason = answer switch
            {
                EventReply.Refused refused => refused.Reason,
                EventReply.Ended => "the trial has ended",
                _ => "the study or trial does not exist",
            },
        });
    }

    /// <summary>
    /// An answer that finds its channel gone is given up: the transport connects again only when every consumer has
    /// ended, and the worker asks again, with the same answer.
    /// </summary>
    private static Task AnswerAsync<T>(ConsumeContext context, T answer)
        where T : class => context.RespondAsync(answer).WaitAsync(context.CancellationToken);
}
