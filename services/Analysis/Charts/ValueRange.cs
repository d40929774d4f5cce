using System.Collections.Immutable;

namespace ArchOpt.Analysis.Charts;

/// <summary>
/// The part of an objective's values that is worth looking at. The best value is always on the axis; the worst ones are not where
/// they are so far off that nothing else could be told apart.
/// </summary>
/// <param name="Axis">Logarithmic where the better three quarters of the values span two decades.</param>
/// <param name="Beyond">How many values lie off the axis, ...</param>
/// <param name="Furthest">... and the worst of them.</param>
internal sealed record ValueRange(Axis Axis, int Beyond, double Furthest)
{
    private const double Decades = 2, Fence = 2, Room = 0.04, RoomBeyondBest = 0.1;

    /// <param name="values">Those that are not finite are left out.</param>
    /// <param name="isMoreBetter">Which end the best is at.</param>
    /// <param name="grades">Shown too unless that made the values small.</param>
    public static ValueRange Of(IEnumerable<double> values, bool isMoreBetter, IEnumerable<double> grades)
    {
        double[] sorted = [.. values.Where(double.IsFinite)];
        Array.Sort(sorted);
        if (isMoreBetter) Array.Reverse(sorted);
        double[] wanted = [.. grades.Where(double.IsFinite)];
        if (sorted.Length == 0) return new(Axis.Over(wanted, logarithmic: false), 0, double.NaN);
        var logarithmic = IsSpread(sorted, isMoreBetter);
        double Loss(double value) => (isMoreBetter ? -1 : 1) * (logarithmic ? Math.Log10(value) : Math.Clamp(value, -double.MaxValue / 8, double.MaxValue / 8));
        double[] losses = [.. sorted.Select(Loss)];
        var (early, late) = (losses[(int)(0.05 * (losses.Length - 1))], losses[(int)Math.Ceiling(0.75 * (losses.Length - 1))]);
        var fence = late > early && losses.Length >= 4 ? late + (Fence * (late - early)) : losses[^1];
        var (low, high) = (losses[0], losses.Last(loss => loss <= fence));
        var span = high - low;
        foreach (var loss in wanted.Where(value => !logarithmic || value > 0).Select(Loss))
        {
            if (span > 0 && (loss < losses[0] - span || loss > high + (span / 4))) continue;
            low = Math.Min(low, loss);
            high = Math.Max(high, loss);
        }

        var axis = isMoreBetter
            ? Axis.Between(-high, -low, logarithmic, Room, RoomBeyondBest)
            : Axis.Between(low, high, logarithmic, RoomBeyondBest, Room);
        var beyond = sorted.Count(value => !axis.Shows(value));
        return new(axis, beyond, beyond > 0 ? sorted[^1] : double.NaN);
    }

    /// <summary>An axis for values of which none is better than another: logarithmic where they span two decades.</summary>
    public static Axis Plain(IEnumerable<double> values)
    {
        ImmutableArray<double> finite = [.. values.Where(double.IsFinite)];
        var logarithmic = !finite.IsEmpty && finite.Min() > 0 && finite.Max() / finite.Min() >= Math.Pow(10, Decades);
        return Axis.Over(finite, logarithmic);
    }

    private static bool IsSpread(double[] bestFirst, bool isMoreBetter)
    {
        if (bestFirst[0] <= 0 || bestFirst[^1] <= 0) return false;
        var (best, late) = (Math.Log10(bestFirst[0]), Math.Log10(bestFirst[(int)(0.75 * (bestFirst.Length - 1))]));
        return Math.Abs(best - late) >= Decades && isMoreBetter == best > late;
    }
}
