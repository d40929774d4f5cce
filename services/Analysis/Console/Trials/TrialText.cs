using System.Globalization;
using System.Text;
using ArchOpt.Analysis.Console.Parts;
using ArchOpt.Analysis.Indexing;
using ArchOpt.Insight;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Analysis.Console.Trials;

/// <summary>What the pages about trials write: numbers, times and configurations in short.</summary>
internal static class TrialText
{
    private const int LongestLine = 200, LongestError = 200;

    /// <summary>A measured value; NaN and infinities by their names.</summary>
    public static string Value(double? value) => value switch
    {
        null => ConsoleText.Nothing,
        double.NaN => "NaN",
        double.PositiveInfinity => "∞",
        double.NegativeInfinity => "-∞",
        { } finite => NumberText.Figure(finite),
    };

    /// <summary>The number of model parameters: <c>1.25M</c>, with a tilde where it is estimated.</summary>
    public static string Size(TrialSummary trial) => trial.Size switch
    {
        null => ConsoleText.Nothing,
        { } size => (trial.IsSizeEstimated ? "~" : "") + size switch
        {
            >= 1e9 => NumberText.Rounded(size / 1e9) + "G",
            >= 1e6 => NumberText.Rounded(size / 1e6) + "M",
            >= 1e4 => NumberText.Rounded(size / 1e3) + "k",
            _ => NumberText.Rounded(size),
        },
    };

    /// <summary>Seconds as people say them: <c>0.25 s</c>, <c>12.3 s</c>, <c>4 min 05 s</c>, <c>2 h 13 min</c>, <c>3 d 04 h</c>.</summary>
    public static string Duration(double? seconds) => seconds switch
    {
        null or double.NaN => ConsoleText.Nothing,
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.###} s"),
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s"),
        < 3_600 => Two(seconds.Value, 60, "min", 1, "s"),
        < 86_400 => Two(seconds.Value, 3_600, "h", 60, "min"),
        < 1e9 => Two(seconds.Value, 86_400, "d", 3_600, "h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.##e0} s"),
    };

    /// <summary>A configuration in one line, its lists last, cut where it gets long: <c>lr=0.001, arch=[depth 2 width 256 | depth 1 width 64]</c>.</summary>
    public static string Line(Configuration configuration)
    {
        var line = new StringBuilder();
        foreach (var (name, value) in configuration.Entries.OrderBy(entry => entry.Value.Kind == ParameterValueKind.List))
        {
            if (line.Length > 0) line.Append(", ");
            line.Append(name).Append('=').Append(Short(value));
            if (line.Length > LongestLine) break;
        }

        return ConsoleText.Short(line.ToString(), LongestLine);
    }

    /// <summary>The first line of an error, cut where it gets long.</summary>
    public static string Error(string reason) => ConsoleText.Short(reason.Trim().Split('\n', 2)[0].TrimEnd(), LongestError);

    private static string Short(ParameterValue value) => value.Kind switch
    {
        ParameterValueKind.Number => NumberText.Rounded(value.Number, 4),
        ParameterValueKind.List => $"[{string.Join(" | ", value.List.Select(item => string.Join(' ', item.Entries.Select(entry => $"{entry.Key} {Short(entry.Value)}"))))}]",
        _ => NumberText.Exact(value),
    };

    private static string Two(double seconds, int large, string largeName, int small, string smallName)
    {
        var (whole, rest) = Math.DivRem((long)seconds, large);
        return string.Create(CultureInfo.InvariantCulture, $"{whole} {largeName} {rest / small:00} {smallName}");
    }
}
