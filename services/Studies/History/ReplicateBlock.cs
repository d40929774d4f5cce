using ArchOpt.Search.Strategies;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.History;

/// <summary>The replicates of one configuration, until all have ended, and their mean.</summary>
internal sealed class ReplicateBlock(int size)
{
    private readonly Observation?[] observations = new Observation?[size];
    private readonly bool[] ended = new bool[size];

    public bool IsComplete => Array.TrueForAll(ended, e => e);

    /// <summary>A replicate has ended, with an observation or (cancelled) without. A replayed replicate replaces its earlier outcome.</summary>
    public void Set(int replicate, Observation? observation)
    {
        ended[replicate] = true;
        observations[replicate] = observation;
    }

    /// <summary>
    /// One observation for the configuration: infeasible when any replicate is, else the mean over the replicates that
    /// have values, else failed. Null when all were cancelled.
    /// </summary>
    public Observation? Mean()
    {
        var all = observations.OfType<Observation>().ToArray();
        var infeasible = all.FirstOrDefault(o => o.Outcome == ObservedOutcome.Infeasible);
        if (infeasible is not null) return infeasible;
        var usable = all.Where(o => !o.Losses.IsDefaultOrEmpty).ToArray();
        if (usable.Length == 0) return all.FirstOrDefault();
        var outcome = usable.Any(o => o.Outcome == ObservedOutcome.Completed) ? ObservedOutcome.Completed : ObservedOutcome.Pruned;
        var losses = Enumerable.Range(0, usable[0].Losses.Length).Select(objective => Over(o => o.Losses[objective])).ToArray();
        return usable[0] with
        {
            Outcome = outcome,
            Losses = [.. losses.Select(mean => mean.Value)],
            Constraints = [.. Enumerable.Range(0, usable[0].Constraints.Length).Select(constraint => Over(o => o.Constraints[constraint]).Value)],
            StandardErrors = usable.Length < 2 ? [] : [.. losses.Select(mean => mean.StandardError!.Value)],
        };

        ReplicateMean Over(Func<Observation, double> value) => ReplicateMean.Of([.. usable.Select(value)]);
    }
}
