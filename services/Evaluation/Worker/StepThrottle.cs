using System.Collections.Immutable;
using ArchOpt.Contracts;

namespace ArchOpt.Evaluation.Worker;

/// <summary>
/// Which steps of a run are sent: those that the study's pruner needs, always; of the others a short burst, and then at
/// most five a second. The result carries the curve, so a step that is held back is only seen later.
/// </summary>
internal sealed class StepThrottle(CurveRequest? needed, TimeProvider time)
{
    private const double Burst = 20;
    private const double PerSecond = 5;

    private double allowance = Burst;
    private long last = time.GetTimestamp();
    private long decided = -1;

    public bool Passes(long step, ImmutableSortedDictionary<string, double> metrics)
    {
        var now = time.GetTimestamp();
        allowance = Math.Min(Burst, allowance + (time.GetElapsedTime(last, now).TotalSeconds * PerSecond));
        last = now;
        if (IsNeeded(step, metrics)) return true;
        if (allowance < 1) return false;
        allowance--;
        return true;
    }

    private bool IsNeeded(long step, ImmutableSortedDictionary<string, double> metrics)
    {
        if (needed is null) return false;
        if (needed.Steps.IsEmpty) return true;
        var isNeeded = needed.Steps.Any(n => n > decided && n <= step);
        // A step without a finite value decides nothing: the next one is needed as well.
        if (metrics.TryGetValue(needed.Metrics[0], out var value) && double.IsFinite(value)) decided = Math.Max(decided, step);
        return isNeeded;
    }
}
