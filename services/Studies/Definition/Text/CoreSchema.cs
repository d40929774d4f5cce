using System.Globalization;
using System.Text.RegularExpressions;

namespace ArchOpt.Studies.Definition.Text;

/// <summary>
/// What a plain YAML scalar means, by the core schema of YAML 1.2 (section 10.3.2): <c>1e-5</c> is a number,
/// <c>yes</c> is text, <c>~</c> is empty.
/// </summary>
internal static partial class CoreSchema
{
    public static ScalarNode Resolve(int line, int column, string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => new(line, column, ScalarKind.Empty, text),
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => new(line, column, ScalarKind.Flag, text),
        _ => Number(text) is { } number
            ? new(line, column, ScalarKind.Number, text, number)
            : new(line, column, ScalarKind.Text, text),
    };

    /// <summary>The value of a number as YAML writes it, or null when the text is none.</summary>
    public static double? Number(string text)
    {
        if (Decimal().IsMatch(text)) return double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (Octal().IsMatch(text)) return Digits(text, 8);
        if (Hexadecimal().IsMatch(text)) return Digits(text, 16);
        return text switch
        {
            ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF" => double.PositiveInfinity,
            "-.inf" or "-.Inf" or "-.INF" => double.NegativeInfinity,
            ".nan" or ".NaN" or ".NAN" => double.NaN,
            _ => null,
        };
    }

    private static double Digits(string text, int radix) =>
        text.Skip(2).Aggregate(0.0, (value, digit) => value * radix + (char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10));

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Decimal();

    [GeneratedRegex(@"^0o[0-7]+\z", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Octal();

    [GeneratedRegex(@"^0x[0-9a-fA-F]+\z", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Hexadecimal();
}
