using System.Globalization;

namespace ArchOpt.Cli.Bench.Charts;

/// <summary>A scale from values to [0, 1] with round ticks.</summary>
internal sealed class Axis
{
    /// <summary>A logarithmic axis shows so many decades at most: what is further down is as good as zero.</summary>
    private const int MostDecades = 10;

    private const int WantedTicks = 6;
    private readonly bool logarithmic;
    private readonly double low;
    private readonly double high;
    private readonly double leastStep;

    private Axis(bool logarithmic, double low, double high, double leastStep = 0) =>
        (this.logarithmic, this.low, this.high, this.leastStep) = (logarithmic, low, high, leastStep);

    /// <summary>An axis that covers the values, whichever of them are finite (and above 0 on a logarithmic one).</summary>
    public static Axis Over(IEnumerable<double> values, bool logarithmic)
    {
        var usable = values.Where(value => double.IsFinite(value) && (!logarithmic || value > 0)).Select(value => logarithmic ? Math.Log10(value) : value).ToArray();
        if (usable.Length == 0) return new(logarithmic, 0, 1);
        var (low, high) = (usable.Min(), usable.Max());
        if (logarithmic) low = Math.Max(low, high - MostDecades);
        if (high - low < 1e-12 * Math.Max(1, Math.Abs(high))) (low, high) = (low - 0.5, high + 0.5);
        var margin = 0.03 * (high - low);
        return new(logarithmic, low - margin, high + margin);
    }

    /// <summary>Whole numbers from first to last, without a margin.</summary>
    public static Axis Count(double low, double high) => new(logarithmic: false, low, Math.Max(high, low + 1), leastStep: 1);

    /// <summary>Where a value lies: 0 at the low end, 1 at the high one; what lies outside is put at the end.</summary>
    public double At(double value)
    {
        var scaled = logarithmic ? (value > 0 ? Math.Log10(value) : low) : value;
        return Math.Clamp((scaled - low) / (high - low), 0, 1);
    }

    /// <summary>Round values on the axis, in ascending order, with their text.</summary>
    public IEnumerable<(double Value, string Text)> Ticks() => logarithmic ? LogarithmicTicks() : LinearTicks();

    private IEnumerable<(double Value, string Text)> LinearTicks()
    {
        var step = Math.Max(leastStep, Step((high - low) / WantedTicks));
        for (var i = (long)Math.Ceiling(low / step); i * step <= high; i++)
        {
            // Multiples of 0.1 carry rounding errors that nobody wants to read.
            var value = Math.Round(i * step, 12);
            yield return (value, Text(value));
        }
    }

    private IEnumerable<(double Value, string Text)> LogarithmicTicks()
    {
        double[] digits = high - low < 2 ? [1, 2, 5] : [1];
        var skip = Math.Max(1, (int)Math.Ceiling((high - low) / (WantedTicks + 2)));
        for (var decade = (int)Math.Floor(low); decade <= Math.Ceiling(high); decade++)
        {
            if (decade % skip != 0) continue;
            foreach (var digit in digits)
            {
                var position = decade + Math.Log10(digit);
                if (position < low || position > high) continue;
                var value = double.Parse($"{digit}E{decade}", CultureInfo.InvariantCulture);
                yield return (value, Text(value));
            }
        }
    }

    /// <summary>1, 2 or 5 times a power of ten, not below the given one.</summary>
    private static double Step(double least)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        return power * (least <= power ? 1 : least <= 2 * power ? 2 : least <= 5 * power ? 5 : 10);
    }

    private static string Text(double value) => value != 0 && (Math.Abs(value) < 1e-3 || Math.Abs(value) >= 1e6)
        ? value.ToString("0.##E0", CultureInfo.InvariantCulture)
        : value.ToString("0.######", CultureInfo.InvariantCulture);
}
