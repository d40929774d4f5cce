using System.Diagnostics.CodeAnalysis;

namespace ArchOpt.Search.Pruners;

/// <summary>The curves of the trials in flight, each of its latest attempt.</summary>
internal sealed class LiveCurves
{
    private readonly Dictionary<long, LiveCurve> curves = [];

    /// <summary>False when the report is of an attempt that was given up.</summary>
    /// <param name="begun">The curve is new: what an earlier attempt of the trial reported is void.</param>
    public bool TryTake(StepReport report, [NotNullWhen(true)] out LiveCurve? curve, out CurveNews news, out bool begun)
    {
        news = default;
        begun = !curves.TryGetValue(report.Trial, out curve) || report.Attempt > curve.Attempt;
        if (begun) curves[report.Trial] = curve = new(report.Attempt);
        if (report.Attempt < curve!.Attempt) return false;
        news = curve.Add(report.Step, report.Loss);
        return true;
    }

    public void Remove(long trial) => curves.Remove(trial);
}
