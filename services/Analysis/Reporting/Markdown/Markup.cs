using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace ArchOpt.Analysis.Reporting.Markdown;

/// <summary>
/// Text of a Markdown document. It is made from interpolated strings whose holes are escaped, unless they are markup themselves: a
/// name or a value from a user, an evaluator or an imported file can never be anything but text.
/// </summary>
[InterpolatedStringHandler]
internal sealed class Markup
{
    /// <summary>Longer texts are cut: names of thousands of characters are no help in a table.</summary>
    public const int Longest = 160;

    private readonly StringBuilder written;

    public Markup(string markup) => written = new(markup);

    public Markup(int literalLength, int formattedCount) => written = new(literalLength + 16 * formattedCount);

    public static Markup Empty { get; } = new("");

    public string Text => written.ToString();

    /// <summary>The literal parts as they are, the holes escaped.</summary>
    public static Markup Of(Markup text) => text;

    /// <summary>Any text, as text.</summary>
    public static Markup Plain(string text, int longest = Longest) => new(Escaped(text, longest));

    public static Markup Bold(Markup markup) => new($"**{markup.Text}**");

    public static Markup Join(string separator, IEnumerable<Markup> parts) => new(string.Join(separator, parts.Select(part => part.Text)));

    public void AppendLiteral(string literal) => written.Append(literal);

    public void AppendFormatted(Markup markup) => written.Append(markup.written);

    public void AppendFormatted(string? text) => written.Append(Escaped(text ?? ""));

    public void AppendFormatted<T>(T value, string? format = null) => written.Append(value is IFormattable number and not Enum
        ? number.ToString(format, CultureInfo.InvariantCulture)
        : Escaped(value?.ToString() ?? ""));

    public override string ToString() => Text;

    private static string Escaped(string text, int longest = 1_000)
    {
        var letters = OneLine(text, longest);
        var escaped = new StringBuilder(letters.Length + 16);
        for (var i = 0; i < letters.Length; i++)
        {
            var (before, letter, after) = (i > 0 ? letters[i - 1] : ' ', letters[i], i + 1 < letters.Length ? letters[i + 1] : ' ');
            if (IsMarkup(before, letter, after, isFirst: i == 0)) escaped.Append('\\');
            escaped.Append(letter);
        }

        return escaped.ToString();
    }

    /// <summary>Only where it would be markup: d_model, arch[0].width and a - b stay readable in the source.</summary>
    private static bool IsMarkup(char before, char letter, char after, bool isFirst) => letter switch
    {
        '\\' or '`' or '*' or '<' or '|' or '$' => true,
        '_' => !char.IsLetterOrDigit(before) || !char.IsLetterOrDigit(after),
        ']' => after is '(' or '[' or ':',
        '[' => after is '^',
        '&' => after == '#' || char.IsLetter(after),
        '~' => before == '~' || after == '~',
        '>' or '#' or '+' or '-' or '=' => isFirst && !char.IsDigit(after),
        _ => false,
    };

    /// <summary>Without line ends, control characters, and marks that turn the direction of what follows; cut at a length.</summary>
    private static string OneLine(string text, int longest)
    {
        var line = new StringBuilder(Math.Min(text.Length, longest) + 1);
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length >= longest) return line.Append('…').ToString();
            if (Rune.IsWhiteSpace(rune) || rune.Value is '\r' or '\n') line.Append(' ');
            else if (Rune.IsControl(rune) || rune.Value is 0x200E or 0x200F or 0x061C or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069)) line.Append('\uFFFD');
            else line.Append(rune.ToString());
        }

        return line.ToString();
    }
}
