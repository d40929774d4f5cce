using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ArchOpt.Studies.Trials;

/// <summary>
/// The end of a program's log as text that may be stored and shown: the last whole lines, without what steers a terminal,
/// valid unicode. Applying it again changes nothing.
/// </summary>
public static class LogTail
{
    /// <summary>Characters that it has at most, line ends included.</summary>
    public const int MostCharacters = 2_000;

    private const string Cut = "...";

    /// <summary>What a terminal takes for an order: colours and movements (CSI), titles and links (OSC), and the short ones. ECMA-48.</summary>
    private static readonly Regex Orders = new(
        @"(?:\x1B\[|\x9B)[0-?]*[ -/]*[@-~]?|\x1B[\]PX^_][^\x07\x1B]*(?:\x07|\x1B\\)?|\x1B[ -/]*[0-~]?", RegexOptions.NonBacktracking);

    /// <param name="lines">What was printed, or the end of it; a line may hold anything.</param>
    /// <returns>Null when there is nothing to show.</returns>
    public static string? Of(IEnumerable<string> lines)
    {
        var kept = new Stack<string>();
        var left = MostCharacters + 1; // the last line has no end
        foreach (var line in lines.SelectMany(static text => text.Split('\n')).Reverse())
        {
            var clean = Clean(line);
            if (clean.Length == 0) continue;
            if (kept.Count == 0 && clean.Length > MostCharacters) clean = Clean(clean[..(MostCharacters - Cut.Length - 1)]) + Cut;
            if (clean.Length + 1 > left) break;
            left -= clean.Length + 1;
            kept.Push(clean);
        }

        return kept.Count == 0 ? null : string.Join('\n', kept);
    }

    /// <summary>The same of a text; null stays null.</summary>
    public static string? Of(string? text) => text is null ? null : Of([text]);

    private static string Clean(string line)
    {
        var text = new StringBuilder(line.Length);
        foreach (var rune in Orders.Replace(line, "").EnumerateRunes()) // half a surrogate pair is enumerated as a replacement character
        {
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator:
                case UnicodeCategory.Control when rune.Value == '\t':
                    text.Append(' ');
                    break;
                case UnicodeCategory.Control:
                    break;
                default:
                    text.Append(rune);
                    break;
            }
        }

        return text.ToString().TrimEnd();
    }
}
