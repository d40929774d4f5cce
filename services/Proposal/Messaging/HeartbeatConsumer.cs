using ArchOpt.Contracts;
using ArchOpt.Proposal.Fleet;
using MassTransit;

namespace ArchOpt.Proposal.Messaging;

/// <summary>Keeps the fleet up to date; every Proposal hears every worker.</summary>
internal sealed class HeartbeatConsumer(WorkerFleet fleet) : IConsumer<WorkerHeartbeat>
{
    public Task Consume(ConsumeContext<WorkerHeartbeat> context)
    {
        fleet.Heard(context.Message);
        return Task.CompletedTask;
    }
}
