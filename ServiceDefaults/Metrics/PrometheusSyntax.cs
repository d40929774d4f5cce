using System.Globalization;
using System.Text;

namespace ArchOpt.ServiceDefaults.Metrics;

/// <summary>The Prometheus text format, version 0.0.4: headers, labels, numbers.</summary>
internal static class PrometheusSyntax
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static void Header(StringBuilder text, string name, string type, string? description)
    {
        if (!string.IsNullOrEmpty(description))
            text.Append("# HELP ").Append(name).Append(' ').Append(description.Replace("\\", "\\\\").Replace("\n", "\\n")).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
    }

    /// <summary>Appends a label; the first one opens the braces.</summary>
    /// <param name="separator">Begins as '{'.</param>
    public static void Label(StringBuilder text, ref char separator, string key, object? value)
    {
        text.Append(separator).Append(MetricNames.Sanitize(key)).Append("=\"").Append(Escape(Word(value))).Append('"');
        separator = ',';
    }

    /// <summary>Ends the labels and the line.</summary>
    public static void Value(StringBuilder text, char separator, double value)
    {
        if (separator == ',') text.Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    public static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string Word(object? value) => value switch
    {
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static string Escape(string value) => value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");
}
