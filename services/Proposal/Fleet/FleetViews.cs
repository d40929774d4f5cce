using System.Collections.Immutable;
using ArchOpt.Contracts.Http;
using ArchOpt.Proposal.Running;
using ArchOpt.Storage;

namespace ArchOpt.Proposal.Fleet;

/// <summary>The fleet for people: what workers run under the names of its studies, which heartbeats do not carry.</summary>
internal sealed class FleetViews(WorkerFleet fleet, StudyRegistry studies, IStudyStore store)
{
    public async Task<ImmutableArray<WorkerView>> ListAsync(CancellationToken cancellationToken)
    {
        var workers = fleet.View();
        var names = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var id in workers.SelectMany(worker => worker.Running).Select(held => held.StudyId).Distinct(StringComparer.Ordinal))
            names[id] = studies.Snapshot(id)?.Record.Name ?? (await store.FindStudyByIdAsync(id, cancellationToken))?.Name;
        return
        [
            .. workers.Select(worker => worker with
            {
                Trials = [.. worker.Running.Select(held => new RunningTrialView(names[held.StudyId], held.Number, held.Attempt))],
            }),
        ];
    }
}
