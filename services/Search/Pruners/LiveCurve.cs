using System.Runtime.InteropServices;

namespace ArchOpt.Search.Pruners;

/// <summary>What the current attempt of a running trial has reported so far, in the order of its steps. Bounded.</summary>
internal sealed class LiveCurve(int attempt)
{
    /// <summary>Of more finite reports every second one of the past is forgotten; never the lowest loss, nor the last.</summary>
    public const int Capacity = 1024;

    private readonly List<LossPoint> points = [];

    public int Attempt { get; } = attempt;

    /// <summary>By ascending step; finite losses only.</summary>
    public IReadOnlyList<LossPoint> Points => points;

    /// <summary>The first step reported, of whatever value; null before any.</summary>
    public long? FirstStep { get; private set; }

    /// <summary>The latest step reported, of whatever value.</summary>
    public long LastStep { get; private set; } = -1;

    /// <summary>The lowest loss so far; +infinity before any.</summary>
    public double Best { get; private set; } = double.PositiveInfinity;

    /// <summary>The report's place in the curve.</summary>
    public CurveNews Add(long step, double loss)
    {
        var isLatest = step > LastStep;
        LastStep = Math.Max(step, LastStep);
        FirstStep = Math.Min(step, FirstStep ?? step);
        var place = PlaceOf(step);
        var previous = place == 0 ? -1 : points[place - 1].Step;
        var isNew = double.IsFinite(loss) && (place == points.Count || points[place].Step != step);
        if (isNew)
        {
            points.Insert(place, new(step, loss));
            Best = Math.Min(Best, loss);
            if (points.Count > Capacity) Thin();
        }

        return new(isNew, isLatest, previous);
    }

    private int PlaceOf(long step)
    {
        if (points.Count == 0 || points[^1].Step < step) return points.Count;
        var (low, high) = (0, points.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (points[middle].Step < step) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private void Thin()
    {
        var (best, last) = (points.Find(point => point.Loss == Best).Step, points[^1].Step);
        var even = false;
        points.RemoveAll(point => (even = !even) && point.Step != best && point.Step != last);
    }
}

/// <summary>What a report added to its curve.</summary>
/// <param name="IsPoint">A finite loss at a step that was not there yet.</param>
/// <param name="IsLatest">The step is behind all that were reported before.</param>
/// <param name="Previous">The step of the point before it; -1 when there is none.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CurveNews(bool IsPoint, bool IsLatest, long Previous);
