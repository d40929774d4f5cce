using ArchOpt.Search.Objectives;
using ArchOpt.Search.Randomness;

namespace ArchOpt.Search.Strategies.Tpe;

/// <summary>An observation as the model keeps it: its point, without the configuration.</summary>
/// <param name="number">The trial's number.</param>
/// <param name="point">Encoded; 0.5 where not active.</param>
/// <param name="active">Which dimensions are.</param>
/// <param name="fitness">How it ranks.</param>
internal sealed class ParzenTrial(long number, double[] point, bool[] active, Fitness fitness)
{
    public long Number { get; } = number;

    public double[] Point { get; } = point;

    public bool[] Active { get; } = active;

    public Fitness Fitness { get; } = fitness;

    /// <summary>The same for trials with the same active dimensions.</summary>
    public long Branch { get; } = BranchOf(active);

    /// <summary>
    /// The trial of an observation with an encodable configuration; null when there is nothing to learn from (failed, or no finite loss). An
    /// infeasible one teaches that its point is bad, also where nothing says by how much.
    /// </summary>
    public static ParzenTrial? Of(Observation observation, int objectives, double[] point, bool[] active)
    {
        var fitness = Fitness.Of(observation, objectives);
        return fitness.Tier == FitnessTier.Unknown && observation.Outcome != ObservedOutcome.Infeasible
            ? null
            : new(observation.Number, point, active, fitness);
    }

    /// <summary>Orders trials with one objective; equal ones by number, the earlier first, so that the order is total.</summary>
    public static int CompareSingle(ParzenTrial left, ParzenTrial right)
    {
        var order = Fitness.ByFirstLoss.Compare(left.Fitness, right.Fitness);
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
