using System.Collections.Immutable;

namespace ArchOpt.Studies.Trials;

/// <summary>
/// A learning curve of bounded size, whatever is reported: the steps at which a pruner decides, and of the others every
/// one, every second, every fourth and so on. Reports whose objective is not finite are left out. Not thread-safe.
/// </summary>
/// <param name="objective">The metric that is compared.</param>
/// <param name="needed">Steps at which the first report at or behind each is kept in any case; ascending.</param>
public sealed class CurveSummary(string objective, ImmutableArray<long> needed)
{
    /// <summary>Points kept besides the needed ones.</summary>
    public const int Capacity = 128;

    private readonly List<Point> points = [];
    private StepMetrics? last;
    private long reports;
    private long stride = 1;
    private int spare;

    /// <summary>Adds a report; one that is not behind all before it is left out.</summary>
    public void Add(long step, ImmutableSortedDictionary<string, double> metrics)
    {
        if (step <= last?.Step || !metrics.TryGetValue(objective, out var value) || !double.IsFinite(value)) return;
        var isNeeded = IsNeeded(last?.Step ?? -1, step);
        last = new(step, metrics);
        var place = reports++;
        if (!isNeeded && place % stride != 0) return;
        points.Add(new(last, place, isNeeded));
        if (!isNeeded && ++spare > Capacity) Thin();
    }

    /// <summary>By ascending step; the last report is always among them.</summary>
    public ImmutableArray<StepMetrics> Build() => last is null || points[^1].Report == last
        ? [.. points.Select(point => point.Report)]
        : [.. points.Select(point => point.Report), last];

    /// <summary>Whether a needed step lies behind the one and not behind the other.</summary>
    public bool IsNeeded(long previous, long step) => needed.Any(n => n > previous && n <= step);

    private void Thin()
    {
        stride *= 2;
        points.RemoveAll(point => !point.IsNeeded && point.Place % stride != 0);
        spare = points.Count(point => !point.IsNeeded);
    }

    private sealed record Point(StepMetrics Report, long Place, bool IsNeeded);
}
