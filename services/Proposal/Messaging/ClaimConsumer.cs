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
            await context.RespondAsync(new TrialClaimed { Attempt = granted.Attempt });
            return;
        }

        await context.RespondAsync(new ClaimRefused
        {
            Reason = answer switch
            {
                EventReply.Refused refused => refused.Reason,
                EventReply.Ended => "the trial has ended",
                _ => "the study or trial does not exist",
            },
        });
    }
}
