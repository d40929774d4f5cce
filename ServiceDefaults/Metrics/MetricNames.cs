using System.Text;

namespace ArchOpt.ServiceDefaults.Metrics;

/// <summary>
/// The names that instruments have in Prometheus, by the rules of OpenTelemetry's specification ("Prometheus and
/// OpenMetrics Compatibility"), which OpenTelemetry's own exporter follows: dashboards and alerts hold for either.
/// </summary>
internal static class MetricNames
{
    public const string Counter = "counter";
    public const string Gauge = "gauge";
    public const string Histogram = "histogram";

    /// <summary>The family's name: the instrument's, then its unit unless it has it already, then <c>_total</c> for what only grows.</summary>
    /// <param name="unit">By UCUM: <c>s</c>, <c>By</c>, <c>{trial}</c>, <c>By/s</c>; null for none.</param>
    public static string Of(string instrument, string? unit, string type)
    {
        var name = Sanitize(instrument);
        var suffix = Unit(unit ?? "", type);
        if (suffix.Length > 0 && !name.Contains(suffix, StringComparison.Ordinal)) name = $"{name}_{suffix}";
        return type == Counter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    /// <summary>Whatever no name may hold becomes an underscore, and several of them one.</summary>
    public static string Sanitize(string name)
    {
        var clean = new StringBuilder(name.Length + 1);
        if (name.Length == 0 || char.IsAsciiDigit(name[0])) clean.Append('_');
        foreach (var character in name)
        {
            if (char.IsAsciiLetterOrDigit(character)) clean.Append(character);
            else if (clean.Length == 0 || clean[^1] != '_') clean.Append('_');
        }

        return clean.ToString();
    }

    private static string Unit(string unit, string type)
    {
        unit = WithoutAnnotations(unit);
        if (unit == "1") return type == Gauge ? "ratio" : "";
        var slash = unit.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0) return Word(unit);
        return slash == 0 || slash == unit.Length - 1 ? "" : $"{Word(unit[..slash])}_per_{Singular(unit[(slash + 1)..])}";
    }

    /// <summary>What stands in braces says what is counted, and is no unit.</summary>
    private static string WithoutAnnotations(string unit)
    {
        for (int open; (open = unit.IndexOf('{', StringComparison.Ordinal)) >= 0;)
        {
            var close = unit.IndexOf('}', open);
            if (close < 0) break;
            unit = unit.Remove(open, close - open + 1);
        }

        return unit;
    }

    private static string Word(string unit) => unit switch
    {
        "d" => "days",
        "h" => "hours",
        "min" => "minutes",
        "s" => "seconds",
        "ms" => "milliseconds",
        "us" => "microseconds",
        "ns" => "nanoseconds",
        "By" => "bytes",
        "KiBy" => "kibibytes",
        "MiBy" => "mebibytes",
        "GiBy" => "gibibytes",
        "%" => "percent",
        "Hz" => "hertz",
        _ => unit.Length == 0 ? "" : Sanitize(unit),
    };

    private static string Singular(string unit) => unit switch
    {
        "s" => "second",
        "m" => "minute",
        "h" => "hour",
        "d" => "day",
        _ => Sanitize(unit),
    };
}
