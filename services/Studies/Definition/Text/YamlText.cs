using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ArchOpt.Studies.Definition.Text;

/// <summary>
/// JSON as YAML for people: what fits a line stays on one, the rest is indented. Text is quoted wherever some YAML reader,
/// of an older version too, could take it for something else.
/// </summary>
internal static partial class YamlText
{
    private const int LineLength = 110;

    public static string Write(JsonElement root)
    {
        var text = new StringBuilder();
        // Configurations are rows of a table, however long; these are outlines.
        foreach (var property in root.EnumerateObject()) Write(text, property, 0, isOutline: property.Name is "hypotheses" or "parent");
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonProperty property, int indent, bool isOutline)
    {
        var key = Quote(property.Name);
        var flow = Flow(property.Value);
        text.Append(' ', indent).Append(key).Append(':');
        var isSpace = indent == 0 && property.Name == "space";
        var isLong = indent + key.Length + flow.Length > LineLength && !(isOutline && IsRow(property.Value));
        if (property.Value.ValueKind == JsonValueKind.Object && (isSpace || isLong) && flow != "{}")
        {
            text.Append('\n');
            foreach (var child in property.Value.EnumerateObject()) Write(text, child, indent + 2, isOutline);
        }
        else if (property.Value.ValueKind == JsonValueKind.Array && isLong)
        {
            text.Append('\n');
            foreach (var item in property.Value.EnumerateArray()) WriteItem(text, item, indent + 2, isOutline);
        }
        else
        {
            text.Append(' ').Append(flow).Append('\n');
        }
    }

    private static void WriteItem(StringBuilder text, JsonElement item, int indent, bool isOutline)
    {
        var flow = Flow(item);
        text.Append(' ', indent).Append("- ");
        if (!isOutline || item.ValueKind != JsonValueKind.Object || indent + flow.Length <= LineLength || IsRow(item))
        {
            text.Append(flow).Append('\n');
            return;
        }

        // The first key stands beside the dash.
        var block = new StringBuilder();
        foreach (var child in item.EnumerateObject()) Write(block, child, indent + 2, isOutline);
        text.Append(block, indent + 2, block.Length - indent - 2);
    }

    private static bool IsRow(JsonElement value) => value.ValueKind == JsonValueKind.Object
        && value.EnumerateObject().All(child => child.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array));

    private static string Flow(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object when !value.EnumerateObject().Any() => "{}",
        JsonValueKind.Object => "{ " + string.Join(", ", value.EnumerateObject().Select(p => $"{Quote(p.Name)}: {Flow(p.Value)}")) + " }",
        JsonValueKind.Array => "[" + string.Join(", ", value.EnumerateArray().Select(Flow)) + "]",
        JsonValueKind.String => Quote(value.GetString()!),
        _ => value.GetRawText(),
    };

    private static string Quote(string text)
    {
        if (Plain().IsMatch(text) && !Ambiguous().IsMatch(text)) return text;
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\') quoted.Append('\\').Append(c);
            else if (IsPrintable(c)) quoted.Append(c);
            else quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>By YAML 1.2, section 5.1; line separators are escaped, too, because they fold.</summary>
    private static bool IsPrintable(char c) => c is >= ' ' and <= '~' or > '\u00A0' and not ('\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF');

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_./-]*\z", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Plain();

    [GeneratedRegex(@"^(y|n|yes|no|on|off|true|false|null)\z", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Ambiguous();
}
