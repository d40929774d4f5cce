using ArchOpt.Search.Strategies;

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
        var losses = usable[0].Losses.Length;
        return usable[0] with
        {
            Outcome = outcome,
            Losses = [.. Enumerable.Range(0, losses).Select(objective => Mean(usable, o => o.Losses[objective]))],
            Constraints = [.. Enumerable.Range(0, usable[0].Constraints.Length).Select(constraint => Mean(usable, o => o.Constraints[constraint]))],
            StandardErrors = usable.Length < 2 ? [] : [.. Enumerable.Range(0, losses).Select(StandardError)],
        };

        double StandardError(int objective)
        {
            var mean = Mean(usable, o => o.Losses[objective]);
            var squares = usable.Sum(o => (o.Losses[objective] - mean) * (o.Losses[objective] - mean));
            return Math.Min(Math.Sqrt(squares / (usable.Length - 1) / usable.Length), double.MaxValue);
        }
    }

    private static double Mean(Observation[] observations, Func<Observation, double> value) =>
        Math.Clamp(observations.Average(value), double.MinValue, double.MaxValue);
}
