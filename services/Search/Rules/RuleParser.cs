using System.Collections.Immutable;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Rules;

/// <summary>
/// Parses the rules of a search space: <c>d_model % n_heads == 0</c>, <c>batch_size is power of 2</c>,
/// <c>model != 'gat' or max(arch.width) &lt;= 512</c>.
/// </summary>
/// <remarks>
/// <para>
/// Weakest first: <c>or</c>; <c>and</c>; <c>not</c>; comparisons (<c>== != &lt; &lt;= &gt; &gt;=</c>, which chain, and <c>is [not]
/// power of N</c>); <c>+ -</c>; <c>* / %</c>; unary <c>-</c>; <c>**</c>. Functions: <c>len</c> of a list, <c>sum</c>, <c>min</c> and <c>max</c> of a
/// list's field or of numbers, <c>abs</c>. Text stands in quotes; a name that is not letters, digits, _ and . or that is a keyword
/// stands in backticks.
/// </para>
/// <para>
/// Written by hand rather than with a library: this project depends on nothing, the grammar fits a file, and a mistake
/// must be reported with its column and the nearest parameter name, types included, when the study is declared.
/// </para>
/// </remarks>
public sealed class RuleParser
{
    private const int MaxDepth = 50;

    private readonly ImmutableArray<RuleToken> tokens;
    private readonly RuleNames names;
    private int position;
    private int depth;

    private RuleParser(string text, SearchSpace space)
    {
        tokens = RuleTokens.Of(text);
        names = new(space);
    }

    private RuleToken Current => tokens[position];

    /// <exception cref="RuleSyntaxException">The text is no rule over this space.</exception>
    public static CompiledRule Parse(string text, SearchSpace space)
    {
        var parser = new RuleParser(text, space);
        var root = parser.Or();
        if (parser.Current.Kind != RuleTokenKind.End) throw parser.Unexpected("the end of the rule or an operator");
        if (root.Type is not (RuleType.Flag or RuleType.Any))
            throw new RuleSyntaxException(root.Column, "a rule must be true or false, such as 'd_model % n_heads == 0'");
        return new CompiledRule(text, parser.names.Used, root);
    }

    /// <summary>An expression in the same language that is a number, such as <c>n_layers * embedding_dim ** 2</c>.</summary>
    /// <exception cref="RuleSyntaxException">The text is no expression over this space, or no number.</exception>
    public static CompiledNumber ParseNumber(string text, SearchSpace space)
    {
        var parser = new RuleParser(text, space);
        var root = parser.Or();
        if (parser.Current.Kind != RuleTokenKind.End) throw parser.Unexpected("the end of the expression or an operator");
        if (root.Type is not (RuleType.Number or RuleType.Any))
            throw new RuleSyntaxException(root.Column, "the expression must be a number, such as 'n_layers * embedding_dim'");
        return new CompiledNumber(text, parser.names.Used, root);
    }

    private RuleNode Or() => Chain("or", And, RuleTyping.Or);

    private RuleNode And() => Chain("and", Not, RuleTyping.And);

    private RuleNode Chain(string keyword, Func<RuleNode> operand, Func<RuleNode, RuleNode, RuleNode> combine)
    {
        var left = operand();
        while (TakeKeyword(keyword)) left = combine(left, operand());
        return left;
    }

    private RuleNode Not()
    {
        var column = Current.Column;
        return TakeKeyword("not") ? RuleTyping.Not(Nested(Not), column) : Comparison();
    }

    private RuleNode Comparison()
    {
        var left = Sum();
        if (TakeKeyword("is")) return PowerOf(left);
        RuleNode? result = null;
        while (TakeSymbol(out var symbol, "==", "!=", "<=", ">=", "<", ">"))
        {
            var right = Sum();
            var comparison = RuleTyping.Compare(symbol, left, right);
            result = result is null ? comparison : RuleTyping.And(result, comparison);
            left = right;
        }

        return result ?? left;
    }

    private RuleNode PowerOf(RuleNode value)
    {
        var negated = TakeKeyword("not");
        if (!TakeKeyword("power") || !TakeKeyword("of")) throw Unexpected("'power of' and a number");
        var powerBase = Current;
        if (powerBase.Kind != RuleTokenKind.Number || powerBase.Number < 2 || powerBase.Number != Math.Floor(powerBase.Number) || powerBase.Number > 1e9)
            throw Unexpected("a whole number of at least 2");
        position++;
        return RuleTyping.IsPower(value, (long)powerBase.Number, negated);
    }

    private RuleNode Sum()
    {
        var left = Term();
        while (TakeSymbol(out var symbol, "+", "-")) left = RuleTyping.Calculate(symbol, left, Term());
        return left;
    }

    private RuleNode Term()
    {
        var left = Unary();
        while (TakeSymbol(out var symbol, "*", "/", "%")) left = RuleTyping.Calculate(symbol, left, Unary());
        return left;
    }

    private RuleNode Unary()
    {
        if (TakeSymbol(out var sign, "-", "+"))
        {
            var operand = RuleTyping.Number(Nested(Unary), $"'{sign}'");
            return sign == "+" ? operand : operand with { Evaluate = c => RuleOperations.Negate(operand.Evaluate(c)) };
        }

        var left = Primary();
        return TakeSymbol(out _, "**") ? RuleTyping.Calculate("**", left, Nested(Unary)) : left;
    }

    private RuleNode Primary()
    {
        var token = Current;
        position++;
        switch (token.Kind)
        {
            case RuleTokenKind.Number:
                return new(RuleType.Number, token.Column, _ => RuleValue.Of(token.Number));
            case RuleTokenKind.Text:
                return new(RuleType.Text, token.Column, _ => RuleValue.Of(token.Text));
            case RuleTokenKind.QuotedName:
                return names.Resolve(token);
            case RuleTokenKind.Name when token.Text is "true" or "false":
                return new(RuleType.Flag, token.Column, _ => RuleValue.Of(token.Text == "true"));
            case RuleTokenKind.Name when token.Text is not ("and" or "or" or "not" or "is"):
                return Current is { Kind: RuleTokenKind.Symbol, Text: "(" }
                    ? RuleTyping.Call(token, Nested(Arguments))
                    : names.Resolve(token);
            case RuleTokenKind.Symbol when token.Text == "(":
                var inner = Nested(Or);
                Expect(")");
                return inner with { Column = token.Column };
            default:
                position--;
                throw Unexpected("a number, a text, a parameter or '('");
        }
    }

    private List<RuleNode> Arguments()
    {
        Expect("(");
        var arguments = new List<RuleNode> { Or() };
        while (TakeSymbol(out _, ",")) arguments.Add(Or());
        Expect(")");
        return arguments;
    }

    private T Nested<T>(Func<T> parse)
    {
        if (++depth > MaxDepth) throw new RuleSyntaxException(Current.Column, $"nested more than {MaxDepth} deep");
        var result = parse();
        depth--;
        return result;
    }

    private void Expect(string symbol)
    {
        if (!TakeSymbol(out _, symbol)) throw Unexpected($"'{symbol}'");
    }

    private bool TakeKeyword(string keyword)
    {
        if (Current.Kind != RuleTokenKind.Name || Current.Text != keyword) return false;
        position++;
        return true;
    }

    private bool TakeSymbol(out string symbol, params ReadOnlySpan<string> symbols)
    {
        symbol = Current.Text;
        if (Current.Kind != RuleTokenKind.Symbol || !symbols.Contains(symbol)) return false;
        position++;
        return true;
    }

    private RuleSyntaxException Unexpected(string wanted) => new(Current.Column, Current.Kind == RuleTokenKind.End
        ? $"the rule ends where {wanted} should stand"
        : $"expected {wanted}, found '{Current.Text}'");
}
