using System.Collections.Immutable;
using ArchOpt.Analysis.Console.Operator;
using ArchOpt.Contracts.Http;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Storage;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Console.Failures;

/// <summary>What failed, at one moment.</summary>
/// <param name="Study">Null for all studies.</param>
/// <param name="Failed">As Proposal groups it; null while it does not answer.</param>
/// <param name="Counts">Then this many trials of each study are failed in the store.</param>
/// <param name="Notice">Why less is shown than there is to know; null when Proposal told all.</param>
public sealed record FailedList(string? Study, FailedView? Failed, ImmutableArray<(string Study, long Count)> Counts, string? Notice)
{
    /// <summary>How many groups a page shows.</summary>
    public const int PageSize = 25;

    public ImmutableArray<FailedGroupView> Groups => Failed?.Groups ?? [];

    public int Pages => Math.Max(1, (Groups.Length + PageSize - 1) / PageSize);

    public long Trials => Groups.Sum(group => (long)group.Count);
}

/// <summary>Reads what failed: from Proposal, or else how many from the store.</summary>
internal sealed class FailedListing(ProposalClient proposal, IStudyStore store)
{
    /// <exception cref="InputException">404: no such study.</exception>
    public async Task<FailedList> GetAsync(string? study, OperatorKey key, CancellationToken cancellationToken)
    {
        var known = study is null ? null : await store.GetStudyAsync(study, cancellationToken);
        try
        {
            return new(study, await proposal.GetFailedAsync(study, key, cancellationToken), [], null);
        }
        catch (Exception e) when (e is ProposalUnreachableException or ServerRefusedException)
        {
            var counts = ImmutableArray.CreateBuilder<(string, long)>();
            foreach (var record in known is null ? await store.ListStudiesAsync(cancellationToken) : [known])
            {
                var failed = (await store.CountTrialsAsync(record.Id, cancellationToken)).GetValueOrDefault(TrialState.Failed);
                if (failed > 0) counts.Add((record.Name, failed));
            }

            return new(study, null, counts.ToImmutable(), $"{e.Message} Nothing can be replayed for now; this is how many the store has.");
        }
    }
}
