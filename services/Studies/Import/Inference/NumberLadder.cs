using System.Globalization;
using System.Numerics;

namespace ArchOpt.Studies.Import.Inference;

/// <summary>The different values of one numeric parameter, ascending, and how they are spaced.</summary>
/// <remarks>Values that differ only by the noise of binary arithmetic (0.3 and 0.1 + 0.2) count as one.</remarks>
internal sealed class NumberLadder
{
    /// <summary>This part of a grid must have been tried for it to be one.</summary>
    private const double Covered = 0.6;

    /// <summary>Up to this many different values are a choice among them; more are a range.</summary>
    private const int Few = 12;

    /// <summary>More different numbers than this were measured or drawn, not written: they have no grid and no other spelling.</summary>
    private const int MostSpelt = 5_000;

    private readonly double[] values;

    public NumberLadder(IEnumerable<double> numbers, int rows)
    {
        var all = numbers.ToList();
        (Low, High) = (all.Min(), all.Max());
        values = all.Count > MostSpelt ? [.. all.Distinct().Order()] : [.. all.GroupBy(Rounded).Select(Meant).Order()];
        Rows = rows;
    }

    public int Rows { get; }

    public ReadOnlySpan<double> Values => values;

    /// <summary>The least as it is: a range must hold it.</summary>
    public double Low { get; }

    public double High { get; }

    public bool IsWhole => values.All(value => value == Math.Floor(value) && Math.Abs(value) <= Search.Spaces.SpaceLimits.IntMagnitude);

    /// <summary>Few, and repeated: somebody wrote them down. Values that each occur once were drawn from a range.</summary>
    public bool IsChoice => values.Length <= Few && (values.Length <= 3 || Rows >= 1.5 * values.Length);

    /// <summary>64, 128, 256: a constant ratio.</summary>
    public bool IsGeometric
    {
        get
        {
            if (values.Length < 3 || Low <= 0) return false;
            var ratio = values[1] / values[0];
            return ratio >= 1.25 && Steps(value => Math.Log(value)).All(step => Math.Abs(step / Math.Log(ratio) - 1) < 0.02);
        }
    }

    /// <summary>
    /// Positive values that are more even in ratios than in steps: two decades or more of which most lie near the lower end, or one decade of
    /// values whose logarithms are evener than they are.
    /// </summary>
    public bool IsLogarithmic
    {
        get
        {
            if (values.Length < 3 || Low <= 0 || High / Low < 10) return false;
            var middle = (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
            var isLow = (middle - Low) / (High - Low) < 0.3;
            return isLow && (High / Low >= 100 || Unevenness(Math.Log) < Unevenness(value => value));
        }
    }

    /// <summary>The step of the grid that the values lie on and largely cover; null when there is none. At least three values.</summary>
    public double? Grid()
    {
        if (values.Length is < 3 or > MostSpelt || Math.Max(Math.Abs(Low), Math.Abs(High)) >= 1e9) return null;
        if (values.Any(value => Math.Abs(value) is > 0 and < 1e-9)) return null;
        var decimals = values.Select(value => (decimal)Rounded(value)).ToArray();
        var scale = decimals.Max(value => value.Scale);
        if (scale > 12) return null;
        var factor = (decimal)Math.Pow(10, scale);
        var whole = decimals.Select(value => (Int128)(value * factor)).ToArray();
        BigInteger step = 0;
        for (var i = 1; i < whole.Length; i++) step = BigInteger.GreatestCommonDivisor(step, (BigInteger)(whole[i] - whole[0]));
        var points = (BigInteger)(whole[^1] - whole[0]) / step + 1;
        return (double)values.Length >= Covered * (double)points ? (double)((decimal)step / factor) : null;
    }

    /// <summary>The value of the ladder that a number with noise means; null when it is none.</summary>
    public static double? Snap(ReadOnlySpan<double> ladder, double number)
    {
        foreach (var value in ladder)
        {
            if (Math.Abs(value - number) <= 1e-11 * Math.Max(Math.Abs(value), Math.Abs(number))) return value;
        }

        return null;
    }

    /// <summary>To 12 significant digits.</summary>
    private static double Rounded(double value) =>
        value == Math.Floor(value) ? value : double.Parse(value.ToString("E11", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>The number that several spellings of it mean: the short one when there is one.</summary>
    private static double Meant(IGrouping<double, double> spellings) =>
        Text(spellings.Key).Length <= 10 ? spellings.Key : spellings.MinBy(number => Text(number).Length);

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private double Unevenness(Func<double, double> scale)
    {
        var steps = Steps(scale);
        return steps.Max() / steps.Min();
    }

    private double[] Steps(Func<double, double> scale) => [.. values.Skip(1).Zip(values, (high, low) => scale(high) - scale(low))];
}
