using System.Globalization;
using System.Text;

namespace ArchOpt.Analysis.Charts;

/// <summary>
/// How wide text is. A server has no fonts to measure, and a reader may have any, so this takes the widest of the usual sans-serif ones
/// (DejaVu Sans, Verdana): what fits there fits everywhere.
/// </summary>
internal static class Letters
{
    private const char FirstListed = ' ';

    /// <summary>Wide letters of other scripts, small pictures, and whatever else is not listed, in ems.</summary>
    private const double Wide = 1.4, Other = 0.85, BoldFactor = 1.15;

    /// <summary>Invisible: what stands before it and what stands behind it are ordered each on their own.</summary>
    private const char LeftToRight = '\u200E';

    private const string Ellipsis = "…";

    /// <summary>Of the printable letters of ASCII, in hundredths of an em.</summary>
    private static ReadOnlySpan<byte> Listed =>
    [
        32, 40, 46, 84, 64, 95, 78, 28, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 53,
        100, 69, 69, 70, 77, 64, 58, 78, 76, 30, 30, 66, 56, 87, 75, 79, 61, 79, 70, 64, 62, 74, 69, 99, 69, 62, 69, 39, 34, 39, 84, 51,
        50, 62, 64, 55, 64, 62, 36, 64, 64, 28, 28, 58, 28, 98, 64, 62, 64, 64, 42, 53, 40, 64, 60, 82, 60, 60, 53, 64, 34, 64, 84,
    ];

    /// <summary>In pixels, for a font of this size.</summary>
    public static double Width(string text, double size, bool bold = false)
    {
        var ems = 0.0;
        foreach (var rune in text.EnumerateRunes()) ems += Width(rune);
        return ems * size * (bold ? BoldFactor : 1);
    }

    /// <summary>
    /// Text that a document can hold and a reader can see in one line: without control characters, without marks that turn the
    /// direction of what follows, with at most two accents on a letter. A name that is written from right to left ends there: figures after it stay behind it.
    /// </summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        var accents = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            accents = category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? accents + 1 : 0;
            if (accents > 2 || IsDirection(rune) || (rune.Value & 0xFFFE) == 0xFFFE) continue;
            var isSpace = category is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator;
            if (!isSpace) clean.Append(rune);
            else if (clean.Length > 0 && clean[^1] != ' ') clean.Append(' ');
        }

        var line = clean.ToString().TrimEnd();
        return line.EndsWith(LeftToRight) || !line.EnumerateRunes().Any(IsRightToLeft) ? line : line + LeftToRight;
    }

    /// <summary>The text, cleaned and, where it is wider than so many pixels, without its middle: names tend to differ at both ends.</summary>
    public static string Fit(string text, double width, double size, bool bold = false)
    {
        var clean = Clean(text);
        if (Width(clean, size, bold) <= width) return clean;
        var elements = new List<string>();
        for (var all = StringInfo.GetTextElementEnumerator(clean); all.MoveNext() && elements.Count < 2_000;) elements.Add(all.GetTextElement());
        var (head, tail) = ("", "");
        for (int first = 0, last = elements.Count - 1; first <= last;)
        {
            var isHead = head.Length <= 2 * tail.Length;
            var (longerHead, longerTail) = isHead ? (head + elements[first++], tail) : (head, elements[last--] + tail);
            if (Width(longerHead + Ellipsis + longerTail, size, bold) > width) break;
            (head, tail) = (longerHead, longerTail);
        }

        return head + Ellipsis + tail;
    }

    /// <summary>The text in lines that are no wider than so many pixels.</summary>
    public static IEnumerable<string> Wrap(string text, double width, double size)
    {
        var line = "";
        foreach (var word in Clean(text).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (Width(longer, size) <= width)
            {
                line = longer;
                continue;
            }

            if (line.Length > 0) yield return line;
            line = Fit(word, width, size);
        }

        if (line.Length > 0) yield return line;
    }

    private static double Width(Rune rune)
    {
        if (rune.Value >= FirstListed && rune.Value - FirstListed < Listed.Length) return Listed[rune.Value - FirstListed] / 100.0;
        var category = Rune.GetUnicodeCategory(rune);
        if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format) return 0;
        // From Hangul on letters fill a square; the plane of the small pictures too.
        return rune.Value is >= 0x1100 and < 0x1200 or >= 0x2E80 ? Wide : rune.Value is >= 0x2190 and < 0x2E80 or 0x2026 ? 1 : Other;
    }

    private static bool IsRightToLeft(Rune rune) => rune.Value is (>= 0x0590 and <= 0x08FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFF) or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF);

    private static bool IsDirection(Rune rune) => rune.Value is 0x061C or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
