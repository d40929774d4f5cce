using System.Globalization;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Insight;

/// <summary>Numbers as people write them in a table: <c>0.5</c>, <c>1e-5</c>, <c>0.7150</c>, <c>56.7%</c>.</summary>
public static class NumberText
{
    /// <summary>A parameter's value, exactly: the shortest text that reads back to the same number, with an exponent where that is shorter and the number is below 1 or a million and more.</summary>
    public static string Exact(double value) => Compact(value);

    /// <summary>The same with so many significant digits: for the bounds of bins.</summary>
    public static string Rounded(double value, int digits = 3) => Exact(RoundTo(value, digits));

    /// <summary>A value of any kind.</summary>
    public static string Exact(ParameterValue value) => value.Kind switch
    {
        ParameterValueKind.Number => Exact(value.Number),
        ParameterValueKind.Text => value.Text,
        _ => value.ToString(),
    };

    /// <summary>A measured value: four decimals, fewer where it is large, three significant digits where it is small.</summary>
    public static string Figure(double value) => Math.Abs(value) switch
    {
        0 => "0.0000",
        < 0.001 => Rounded(value),
        < 1_000 => value.ToString("0.0000", CultureInfo.InvariantCulture),
        < 1_000_000 => value.ToString("0.00", CultureInfo.InvariantCulture),
        _ => Rounded(value, 6),
    };

    /// <summary>A fraction of 1 as a percentage with one decimal.</summary>
    public static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + "%";

    /// <summary>A number rounded to significant digits; the double nearest to its decimal text.</summary>
    internal static double RoundTo(double value, int digits) =>
        double.Parse(value.ToString("E" + (digits - 1), CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static string Compact(double value)
    {
        var plain = value.ToString("R", CultureInfo.InvariantCulture);
        if (value == 0 || Math.Abs(value) is >= 1 and < 1_000_000 || !double.IsFinite(value)) return plain;
        // The shortest digits that read back, wherever they stand: the library's own text has an exponent only at the far ends.
        var digits = 0;
        while (digits < 16 && double.Parse(Scientific(digits), CultureInfo.InvariantCulture) != value) digits++;
        var tidy = Tidy(Scientific(digits));
        return tidy.Length < plain.Length || plain.Contains('E', StringComparison.Ordinal) ? tidy : plain;

        string Scientific(int count) => value.ToString("E" + count, CultureInfo.InvariantCulture);
    }

    private static string Tidy(string text)
    {
        var (mantissa, power) = (text[..text.IndexOf('E')], int.Parse(text[(text.IndexOf('E') + 1)..], CultureInfo.InvariantCulture));
        return string.Create(CultureInfo.InvariantCulture, $"{mantissa}e{power}");
    }
}
