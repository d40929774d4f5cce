using ArchOpt.Search.Randomness;

namespace ArchOpt.Search.Strategies.Tpe;

/// <summary>How good a kind of outcome is, best first: every trial of one tier ranks before every trial of the next.</summary>
internal enum ParzenTier
{
    /// <summary>Completed and feasible: ranks by losses.</summary>
    Completed,

    /// <summary>Stopped early: its losses are those of another step, and a pruner thought it worse than the completed ones. Ranks by losses.</summary>
    Pruned,

    /// <summary>Infeasible by a known amount: ranks by it, so that the model is drawn towards feasible regions before any is known.</summary>
    Violating,

    /// <summary>Infeasible for a reason that no number tells.</summary>
    Impossible,
}

/// <summary>An observation as the model keeps it: its point, without the configuration.</summary>
/// <param name="number">The trial's number.</param>
/// <param name="point">Encoded; 0.5 where not active.</param>
/// <param name="active">Which dimensions are.</param>
/// <param name="tier">See <see cref="ParzenTier"/>.</param>
/// <param name="losses">Finite; the violation where that is what ranks; empty where nothing is known.</param>
internal sealed class ParzenTrial(long number, double[] point, bool[] active, ParzenTier tier, double[] losses)
{
    public long Number { get; } = number;

    public double[] Point { get; } = point;

    public bool[] Active { get; } = active;

    public ParzenTier Tier { get; } = tier;

    public double[] Losses { get; } = losses;

    /// <summary>The same for trials with the same active dimensions.</summary>
    public long Branch { get; } = BranchOf(active);

    /// <summary>The trial of an observation with an encodable configuration; null when there is nothing to learn from (failed, or no finite loss).</summary>
    public static ParzenTrial? Of(Observation observation, int objectives, double[] point, bool[] active)
    {
        var losses = observation.Losses.IsDefault ? [] : observation.Losses;
        var measured = losses.Length >= objectives && losses.All(double.IsFinite);
        return observation.Outcome switch
        {
            ObservedOutcome.Completed when measured => new(observation.Number, point, active, ParzenTier.Completed, [.. losses]),
            ObservedOutcome.Pruned when measured => new(observation.Number, point, active, ParzenTier.Pruned, [.. losses]),
            ObservedOutcome.Infeasible when double.IsFinite(observation.Violation) =>
                new(observation.Number, point, active, ParzenTier.Violating, [observation.Violation]),
            ObservedOutcome.Infeasible => new(observation.Number, point, active, ParzenTier.Impossible, []),
            _ => null,
        };
    }

    /// <summary>Orders trials with one objective; equal ones by number, the earlier first, so that the order is total.</summary>
    public static int CompareSingle(ParzenTrial left, ParzenTrial right)
    {
        var order = left.Tier.CompareTo(right.Tier);
        if (order == 0 && left.Losses.Length > 0) order = left.Losses[0].CompareTo(right.Losses[0]);
        return order != 0 ? order : left.Number.CompareTo(right.Number);
    }

    private static long BranchOf(bool[] active)
    {
        var branch = 0L;
        for (var d = 0; d < active.Length; d += 63)
        {
            var word = 1L;
            for (var bit = d; bit < Math.Min(d + 63, active.Length); bit++) word = (word << 1) | (active[bit] ? 1L : 0);
            branch = RandomStream.Derive(branch, word);
        }

        return branch;
    }
}
