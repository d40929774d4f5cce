using System.Collections.Immutable;

namespace ArchOpt.Studies.Trials;

/// <summary>How the replicates of one configuration ended.</summary>
internal sealed class ReplicateRuns(int size)
{
    private readonly (bool Ended, bool Says, ImmutableArray<double>? Losses)[] replicates = new (bool, bool, ImmutableArray<double>?)[size];

    /// <param name="losses">Null when the run may not be best.</param>
    public void Set(int replicate, TrialState state, ImmutableArray<double>? losses) =>
        replicates[replicate] = (true, Says: state is not (TrialState.Failed or TrialState.Cancelled), losses);

    /// <summary>The mean of each loss once all have ended; null before, and for a configuration that may not be best.</summary>
    public ImmutableArray<double>? Means()
    {
        if (!Array.TrueForAll(replicates, r => r.Ended) || Array.Exists(replicates, r => r is { Says: true, Losses: null })) return null;
        var runs = replicates.Where(r => r.Says).Select(r => r.Losses!.Value).ToArray();
        return runs.Length == 0
            ? null
            : [.. Enumerable.Range(0, runs[0].Length).Select(objective => ReplicateMean.Of([.. runs.Select(losses => losses[objective])]).Value)];
    }
}
