using System.Collections.Immutable;
using ArchOpt.Analysis.Console.Operator;
using ArchOpt.Contracts.Http;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Storage;

namespace ArchOpt.Analysis.Console.Fleet;

/// <summary>The workers at one moment, as Proposal hears of them.</summary>
/// <param name="Studies">The names of the studies whose trials they run, by id; a deleted study has none.</param>
/// <param name="Now">The moment.</param>
/// <param name="Notice">Why nothing is known; null when Proposal told all.</param>
public sealed record FleetList(ImmutableArray<WorkerView> Workers, ImmutableDictionary<string, string> Studies, DateTimeOffset Now, string? Notice);

/// <summary>Reads the fleet. Only Proposal knows it: nothing of it is stored.</summary>
internal sealed class FleetListing(ProposalClient proposal, IStudyStore store, TimeProvider time)
{
    public async Task<FleetList> GetAsync(OperatorKey key, CancellationToken cancellationToken)
    {
        try
        {
            var workers = await proposal.ListWorkersAsync(key, cancellationToken);
            var names = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
            foreach (var id in workers.SelectMany(worker => worker.Running).Select(held => held.StudyId).Distinct(StringComparer.Ordinal))
            {
                if (await store.FindStudyByIdAsync(id, cancellationToken) is { } study) names[id] = study.Name;
            }

            return new(workers, names.ToImmutable(), time.GetUtcNow(), null);
        }
        catch (Exception e) when (e is ProposalUnreachableException or ServerRefusedException)
        {
            return new([], ImmutableDictionary<string, string>.Empty, time.GetUtcNow(), $"{e.Message} Only Proposal hears of the workers; trials that they hold go on without it.");
        }
    }
}
