using System.Collections.Immutable;
using System.Globalization;

namespace ArchOpt.Search.Rules;

internal enum RuleTokenKind
{
    Number,
    Text,
    Name,

    /// <summary>A name in backticks: never a keyword or a function.</summary>
    QuotedName,
    Symbol,
    End,
}

internal readonly record struct RuleToken(RuleTokenKind Kind, string Text, int Column, double Number = 0);

/// <summary>Cuts the text of a rule into tokens; the last one is always <see cref="RuleTokenKind.End"/>.</summary>
internal static class RuleTokens
{
    private static readonly ImmutableArray<string> Symbols =
        ["**", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "(", ")", ","]; // longest first

    public static ImmutableArray<RuleToken> Of(string text)
    {
        var tokens = ImmutableArray.CreateBuilder<RuleToken>();
        var at = 0;
        while (true)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
            if (at == text.Length) break;
            var token = Next(text, at, out var length);
            tokens.Add(token);
            at += length;
        }

        tokens.Add(new(RuleTokenKind.End, "", text.Length + 1));
        return tokens.ToImmutable();
    }

    private static RuleToken Next(string text, int at, out int length)
    {
        var first = text[at];
        if (first is '"' or '\'' or '`') return Quoted(text, at, out length);
        if (char.IsAsciiDigit(first) || (first == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])))
            return Number(text, at, out length);
        if (char.IsLetter(first) || first == '_')
        {
            length = LengthWhile(text, at, c => char.IsLetterOrDigit(c) || c is '_' or '.');
            return new(RuleTokenKind.Name, text.Substring(at, length), at + 1);
        }

        foreach (var symbol in Symbols)
        {
            if (string.CompareOrdinal(text, at, symbol, 0, symbol.Length) != 0) continue;
            length = symbol.Length;
            return new(RuleTokenKind.Symbol, symbol, at + 1);
        }

        throw new RuleSyntaxException(at + 1, first == '='
            ? "unexpected '='; equality is written '=='"
            : $"unexpected character '{first}'");
    }

    private static RuleToken Quoted(string text, int at, out int length)
    {
        var end = text.IndexOf(text[at], at + 1);
        if (end < 0) throw new RuleSyntaxException(at + 1, $"the quote {text[at]} is never closed");
        length = end - at + 1;
        var kind = text[at] == '`' ? RuleTokenKind.QuotedName : RuleTokenKind.Text;
        return new(kind, text[(at + 1)..end], at + 1);
    }

    private static RuleToken Number(string text, int at, out int length)
    {
        length = LengthWhile(text, at, c => char.IsAsciiDigit(c) || c == '.');
        var exponent = at + length;
        if (exponent < text.Length && text[exponent] is 'e' or 'E')
        {
            var digits = exponent + 1;
            if (digits < text.Length && text[digits] is '+' or '-') digits++;
            var count = LengthWhile(text, digits, char.IsAsciiDigit);
            if (count > 0) length = digits + count - at;
        }

        var written = text.Substring(at, length);
        return double.TryParse(written, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? new(RuleTokenKind.Number, written, at + 1, number)
            : throw new RuleSyntaxException(at + 1, $"'{written}' is not a number");
    }

    private static int LengthWhile(string text, int at, Func<char, bool> belongs)
    {
        var end = at;
        while (end < text.Length && belongs(text[end])) end++;
        return end - at;
    }
}
