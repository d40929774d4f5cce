using System.Globalization;
using System.Text;

namespace ArchOpt.Evaluation.Evaluators.Command;

/// <summary>Numbers as programs print them: also NaN and infinities, for which JSON has no numbers.</summary>
internal static class MetricNumbers
{
    private static readonly (string Text, double Value)[] Words =
    [
        ("nan", double.NaN), ("infinity", double.PositiveInfinity), ("inf", double.PositiveInfinity),
        ("-infinity", double.NegativeInfinity), ("-inf", double.NegativeInfinity),
    ];

    /// <summary>A decimal number; NaN, inf and infinity in any case.</summary>
    public static bool TryParse(string text, out double number)
    {
        var trimmed = text.Trim();
        if (IsWord(trimmed, out number)) return true;
        return double.TryParse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>NaN or an infinity, in words.</summary>
    public static bool IsWord(string text, out double number)
    {
        foreach (var (word, value) in Words)
        {
            if (!text.Equals(word, StringComparison.OrdinalIgnoreCase)) continue;
            number = value;
            return true;
        }

        number = 0;
        return false;
    }

    /// <summary>JSON from JSON as Python and JavaScript libraries write it: a bare NaN, Infinity or -Infinity becomes a string.</summary>
    public static string Quoted(string json)
    {
        var text = new StringBuilder(json.Length + 16);
        var isInString = false;
        for (var i = 0; i < json.Length; i++)
        {
            if (json[i] == '"') isInString = !isInString;
            if (isInString && json[i] == '\\' && i + 1 < json.Length)
            {
                text.Append(json[i++]).Append(json[i]);
                continue;
            }

            if (!isInString && Bare(json.AsSpan(i)) is { Length: > 0 } word)
            {
                text.Append('"').Append(word).Append('"');
                i += word.Length - 1;
                continue;
            }

            text.Append(json[i]);
        }

        return text.ToString();
    }

    private static string Bare(ReadOnlySpan<char> json)
    {
        foreach (var word in (ReadOnlySpan<string>)["NaN", "Infinity", "-Infinity"])
        {
            if (json.StartsWith(word, StringComparison.Ordinal)) return word;
        }

        return "";
    }
}
