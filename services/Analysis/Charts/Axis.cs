using System.Globalization;

namespace ArchOpt.Analysis.Charts;

/// <summary>A scale from values to [0, 1] with round ticks.</summary>
internal sealed class Axis
{
    /// <summary>A logarithmic axis shows so many decades at most: what is further down is as good as zero.</summary>
    private const int MostDecades = 10;

    private const int WantedTicks = 6;
    private readonly double low;
    private readonly double high;
    private readonly double leastStep;

    private Axis(bool logarithmic, double low, double high, double leastStep = 0) =>
        (IsLogarithmic, this.low, this.high, this.leastStep) = (logarithmic, low, high, leastStep);

    public bool IsLogarithmic { get; }

    /// <summary>An axis that covers the values, whichever of them are finite (and above 0 on a logarithmic one).</summary>
    public static Axis Over(IEnumerable<double> values, bool logarithmic)
    {
        var usable = values.Where(value => double.IsFinite(value) && (!logarithmic || value > 0)).Select(value => logarithmic ? Math.Log10(value) : value).ToArray();
        if (usable.Length == 0) return new(logarithmic, 0, 1);
        var (low, high) = (usable.Min(), usable.Max());
        if (logarithmic) low = Math.Max(low, high - MostDecades);
        return Between(low, high, logarithmic, 0.03, 0.03);
    }

    /// <summary>An axis with room beyond both ends.</summary>
    /// <param name="low">The low end; of a logarithmic axis its logarithm to base 10.</param>
    /// <param name="high">The high end, likewise.</param>
    /// <param name="below">The room at the low end as a fraction of the distance between the ends.</param>
    /// <param name="above">The room at the high end.</param>
    public static Axis Between(double low, double high, bool logarithmic, double below, double above)
    {
        // Halves, because the distance of the largest numbers is beyond all numbers.
        (low, high) = (Math.Max(low, -double.MaxValue / 8), Math.Min(high, double.MaxValue / 8));
        var least = Math.Max(1e-12 * Math.Max(Math.Abs(low), Math.Abs(high)), 1e-300);
        if (high - low < least)
        {
            var half = logarithmic || high == 0 ? 0.5 : 0.1 * Math.Abs(high);
            (low, high) = (low - half, high + half);
        }

        return new(logarithmic, low - (below * (high - low)), high + (above * (high - low)));
    }

    /// <summary>Whole numbers from first to last, without a margin.</summary>
    public static Axis Count(double low, double high) => new(logarithmic: false, low, Math.Max(high, low + 1), leastStep: 1);

    /// <summary>Whole numbers with a little room at both ends, so that no mark lies on the frame.</summary>
    public static Axis CountWithRoom(double low, double high) => new(logarithmic: false, low - (0.015 * Math.Max(1, high - low)), Math.Max(high, low + 1) + (0.015 * Math.Max(1, high - low)), leastStep: 1);

    /// <summary>Where a value lies: 0 at the low end, 1 at the high one; what lies outside is put at the end.</summary>
    public double At(double value) => Math.Clamp((Scaled(value) - low) / (high - low), 0, 1);

    /// <summary>Whether a value lies between the ends.</summary>
    public bool Shows(double value) => Scaled(value) is var scaled && scaled >= low && scaled <= high && (!IsLogarithmic || value > 0);

    /// <summary>Round values on the axis, in ascending order, with their text.</summary>
    /// <param name="wanted">About so many.</param>
    public IEnumerable<(double Value, string Text)> Ticks(int wanted = WantedTicks) => IsLogarithmic ? LogarithmicTicks(wanted) : LinearTicks(wanted);

    private double Scaled(double value) => !IsLogarithmic ? value : value > 0 ? Math.Log10(value) : low;

    private IEnumerable<(double Value, string Text)> LinearTicks(int wanted)
    {
        var step = Math.Max(leastStep, Step((high - low) / wanted));
        var format = Format(step, Math.Max(Math.Abs(low), Math.Abs(high)));
        for (var i = (long)Math.Ceiling(low / step); i * step <= high; i++)
        {
            // Multiples of 0.1 carry rounding errors that nobody wants to read.
            var value = i * step;
            yield return (value, i == 0 ? "0" : value.ToString(format, CultureInfo.InvariantCulture));
        }
    }

    private IEnumerable<(double Value, string Text)> LogarithmicTicks(int wanted)
    {
        double[] digits = high - low < 0.4 ? [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9] : high - low < 2 ? [1, 2, 5] : [1];
        var skip = Math.Max(1, (int)Math.Ceiling((high - low) / (wanted + 2)));
        for (var decade = (int)Math.Floor(low); decade <= Math.Ceiling(high); decade++)
        {
            if (decade % skip != 0) continue;
            foreach (var digit in digits)
            {
                var position = decade + Math.Log10(digit);
                if (position < low || position > high) continue;
                var value = double.Parse(string.Create(CultureInfo.InvariantCulture, $"{digit}E{decade}"), CultureInfo.InvariantCulture);
                yield return (value, Math.Abs(decade) > 4 ? string.Create(CultureInfo.InvariantCulture, $"{digit}e{decade}") : value.ToString("0.######", CultureInfo.InvariantCulture));
            }
        }
    }

    /// <summary>1, 2 or 5 times a power of ten, not below the given one.</summary>
    private static double Step(double least)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        return power * (least <= power ? 1 : least <= 2 * power ? 2 : least <= 5 * power ? 5 : 10);
    }

    /// <summary>As many digits as the step has, the same for all ticks; exponents where numbers would be long.</summary>
    private static string Format(double step, double largest)
    {
        var power = (int)Math.Floor(Math.Log10(step) + 1e-9);
        if (largest < 1e6 && power >= -6 && (largest >= 1e-3 || power > -5)) return power >= 0 ? "0" : "0." + new string('0', -power);
        var digits = Math.Clamp((int)Math.Floor(Math.Log10(largest)) - power, 0, 14);
        return digits == 0 ? "0e0" : "0." + new string('#', digits) + "e0";
    }
}
