using ArchOpt.Search.Configurations;

namespace ArchOpt.Search.Strategies;

internal static class PendingHashes
{
    /// <summary>The identities of what is being evaluated.</summary>
    public static HashSet<ConfigurationHash> Hashes(this ProposalRequest request)
    {
        var hashes = new HashSet<ConfigurationHash>(request.Pending.Length);
        foreach (var pending in request.Pending) hashes.Add(pending.Configuration.Hash);
        return hashes;
    }

    /// <summary>
    /// The answer when every configuration was tried. While some are in flight it is to wait: one of them may be
    /// cancelled, and then it has not been tried after all.
    /// </summary>
    public static Proposal NothingLeft(this ProposalRequest request) => request.Pending.IsEmpty
        ? new Proposal.Exhausted("every configuration has been tried")
        : new Proposal.Wait("every configuration has been tried or is in flight");
}
