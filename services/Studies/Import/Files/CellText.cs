using System.Buffers;
using System.Globalization;
using System.Text;

namespace ArchOpt.Studies.Import.Files;

/// <summary>
/// Turns the text of one column into cells. Each different text is kept once; a column with more different texts than any parameter may
/// have values keeps no more of them.
/// </summary>
internal sealed class CellText
{
    private const int MostTexts = Search.Spaces.SpaceLimits.Choices;
    private static readonly SearchValues<byte> NumberStart = SearchValues.Create("+-.0123456789nNiI"u8);
    private readonly Dictionary<string, string> texts = new(StringComparer.Ordinal);

    /// <summary>A number, a boolean, the empty list, or else text.</summary>
    /// <param name="utf8">Valid UTF-8.</param>
    public Cell Parse(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return default;
        if (NumberStart.Contains(utf8.Trim((byte)' ') is [var first, ..] ? first : (byte)'x') && TryNumber(utf8, out var number)) return Cell.Of(number);
        if (utf8.Length > ImportLimits.TextLength * 4) return Cell.Prose;
        Span<char> characters = stackalloc char[ImportLimits.TextLength * 4];
        return Keep(characters[..Encoding.UTF8.GetChars(utf8, characters)]);
    }

    /// <summary>Text that stays text, whatever it looks like.</summary>
    public Cell Text(string text)
    {
        if (text.Length is 0 or > ImportLimits.TextLength) return text.Length == 0 ? default : Cell.Prose;
        if (texts.TryGetValue(text, out var known)) return Cell.Of(known);
        return texts.Count < MostTexts && texts.TryAdd(text, text) ? Cell.Of(text) : Cell.Prose;
    }

    /// <summary>As Python, C and .NET write numbers, non-finite ones included: <c>1e-5</c>, <c>nan</c>, <c>-inf</c>, <c>Infinity</c>.</summary>
    public static bool TryNumber(ReadOnlySpan<byte> utf8, out double number)
    {
        if (double.TryParse(utf8, NumberStyles.Float, CultureInfo.InvariantCulture, out number)) return true;
        var word = utf8.Trim((byte)' ');
        var isNegative = word is [(byte)'-', ..];
        if (word is [(byte)'-' or (byte)'+', ..]) word = word[1..];
        number = isNegative ? double.NegativeInfinity : double.PositiveInfinity;
        return Ascii.EqualsIgnoreCase(word, "inf"u8);
    }

    private Cell Keep(ReadOnlySpan<char> text)
    {
        if (text.SequenceEqual("[]")) return Cell.EmptyList;
        if (bool.TryParse(text, out var flag)) return Cell.Of(flag);
        if (text.Length > ImportLimits.TextLength) return Cell.Prose;
        var known = texts.GetAlternateLookup<ReadOnlySpan<char>>();
        return known.TryGetValue(text, out var kept) ? Cell.Of(kept) : Text(text.ToString());
    }
}
