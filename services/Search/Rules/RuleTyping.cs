namespace ArchOpt.Search.Rules;

/// <summary>Joins parsed parts of a rule and refuses, with the column, what can never have a value: text in arithmetic, a whole list as a number.</summary>
internal static class RuleTyping
{
    private static readonly string[] Functions = ["len", "sum", "min", "max", "abs"];

    public static RuleNode Calculate(string symbol, RuleNode left, RuleNode right)
    {
        Number(left, $"'{symbol}'");
        Number(right, $"'{symbol}'");
        return new(RuleType.Number, left.Column, c => RuleOperations.Calculate(symbol, left.Evaluate(c), right.Evaluate(c)));
    }

    public static RuleNode Compare(string symbol, RuleNode left, RuleNode right)
    {
        if (symbol is "==" or "!=")
        {
            Single(left);
            Single(right);
            if (left.Type != right.Type && left.Type != RuleType.Any && right.Type != RuleType.Any)
                throw new RuleSyntaxException(right.Column, $"compares {Say(left.Type)} with {Say(right.Type)}, which are never equal");
        }
        else
        {
            Number(left, $"'{symbol}'");
            Number(right, $"'{symbol}'");
        }

        return new(RuleType.Flag, left.Column, c => RuleOperations.Compare(symbol, left.Evaluate(c), right.Evaluate(c)));
    }

    public static RuleNode IsPower(RuleNode value, long powerBase, bool negated)
    {
        Number(value, "'is power of'");
        return new(RuleType.Flag, value.Column, c =>
        {
            var result = RuleOperations.IsPower(value.Evaluate(c), powerBase);
            return negated ? RuleOperations.Not(result) : result;
        });
    }

    /// <summary>False on the left decides; a missing value on the left is the result.</summary>
    public static RuleNode And(RuleNode left, RuleNode right) => Logical("and", left, right, decides: false);

    /// <summary>True on the left decides; a missing value on the left is the result.</summary>
    public static RuleNode Or(RuleNode left, RuleNode right) => Logical("or", left, right, decides: true);

    public static RuleNode Not(RuleNode operand, int column)
    {
        Flag(operand, "'not'");
        return new(RuleType.Flag, column, c => RuleOperations.Not(operand.Evaluate(c)));
    }

    public static RuleNode Call(RuleToken function, List<RuleNode> arguments)
    {
        var name = function.Text;
        if (!Functions.Contains(name))
            throw new RuleSyntaxException(function.Column, $"unknown function '{name}'{Spaces.NearestName.Hint(name, Functions)}");
        var first = arguments[0];
        if (name is "len" or "abs" && arguments.Count != 1)
            throw new RuleSyntaxException(arguments[1].Column, $"'{name}' takes one argument");
        if (name == "len")
        {
            return first.Items is { } counted
                ? new(RuleType.Number, function.Column, c => RuleValue.Of((double)counted(c).Count()))
                : throw new RuleSyntaxException(first.Column, "'len' takes a list");
        }

        if (name == "abs")
        {
            Number(first, "'abs'");
            return new(RuleType.Number, function.Column, c => RuleOperations.Absolute(first.Evaluate(c)));
        }

        foreach (var argument in arguments) Summand(argument, name);
        return new(RuleType.Number, function.Column, c => RuleOperations.Aggregate(name, arguments.SelectMany(argument =>
            argument.Items is { } items ? items(c) : [argument.Evaluate(c)])));
    }

    public static RuleNode Number(RuleNode node, string user)
    {
        Single(node);
        return node.Type is RuleType.Number or RuleType.Any ? node
            : throw new RuleSyntaxException(node.Column, $"{user} takes numbers, this is {Say(node.Type)}");
    }

    private static RuleNode Logical(string keyword, RuleNode left, RuleNode right, bool decides)
    {
        Flag(left, $"'{keyword}'");
        Flag(right, $"'{keyword}'");
        return new(RuleType.Flag, left.Column, c =>
        {
            var value = left.Evaluate(c);
            if (value.IsMissing) return value;
            if (value.Kind != RuleValueKind.Flag) return RuleValue.Undefined;
            return value.IsTrue == decides ? value : right.Evaluate(c);
        });
    }

    private static void Flag(RuleNode node, string user)
    {
        Single(node);
        if (node.Type is not (RuleType.Flag or RuleType.Any))
            throw new RuleSyntaxException(node.Column, $"{user} takes conditions, this is {Say(node.Type)}");
    }

    private static void Single(RuleNode node)
    {
        if (node.Type == RuleType.List)
            throw new RuleSyntaxException(node.Column, "this is a list; write len(...) or one of its fields in sum, min or max");
        if (node.Type == RuleType.Series)
            throw new RuleSyntaxException(node.Column, "this has one value per element of a list; write it in sum, min, max or len");
    }

    private static void Summand(RuleNode node, string function)
    {
        if (node.Type != RuleType.Series) Number(node, $"'{function}'");
        else if (node.ItemType is not (RuleType.Number or RuleType.Any))
            throw new RuleSyntaxException(node.Column, $"'{function}' takes numbers, this is {Say(node.ItemType)}");
    }

    private static string Say(RuleType type) => type switch
    {
        RuleType.Number => "a number",
        RuleType.Text => "text",
        RuleType.Flag => "a condition",
        RuleType.List => "a list",
        _ => "a value",
    };
}
