using System.Collections.Immutable;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Studies.History;

/// <summary>The replicates of one configuration, until all have ended, and their mean.</summary>
internal sealed class ReplicateBlock(int size)
{
    private readonly Observation?[] observations = new Observation?[size];

    public bool IsComplete => Array.TrueForAll(observations, o => o is not null);

    /// <summary>A replayed replicate replaces its earlier outcome.</summary>
    public void Set(int replicate, Observation observation) => observations[replicate] = observation;

    /// <summary>
    /// One observation for the configuration: infeasible when any replicate is, else the mean over the replicates that
    /// have values, else failed.
    /// </summary>
    public Observation Mean()
    {
        var all = observations.Select(o => o!).ToArray();
        var infeasible = all.FirstOrDefault(o => o.Outcome == ObservedOutcome.Infeasible);
        if (infeasible is not null) return infeasible;
        var usable = all.Where(o => !o.Losses.IsDefaultOrEmpty).ToArray();
        if (usable.Length == 0) return all[0];
        var mean = Enumerable.Range(0, usable[0].Losses.Length).Select(i => usable.Average(o => o.Losses[i])).ToImmutableArray();
        var outcome = usable.Any(o => o.Outcome == ObservedOutcome.Completed) ? ObservedOutcome.Completed : ObservedOutcome.Pruned;
        return usable[0] with { Outcome = outcome, Losses = mean };
    }
}
