using System.Globalization;
using System.Text;

namespace ArchOpt.ServiceDefaults.Metrics;

/// <summary>The Prometheus text format, version 0.0.4: names, labels, numbers.</summary>
internal static class PrometheusSyntax
{
    public static string Name(string instrument, bool isCounter)
    {
        var name = Sanitize(instrument);
        return isCounter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

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
        text.Append(separator).Append(Sanitize(key)).Append("=\"").Append(Escape(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")).Append('"');
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

    private static string Sanitize(string name)
    {
        var clean = string.Create(name.Length, name, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = char.IsAsciiLetterOrDigit(source[i]) ? source[i] : '_';
        });
        return clean.Length > 0 && char.IsAsciiDigit(clean[0]) ? "_" + clean : clean;
    }

    private static string Escape(string value) => value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");
}
