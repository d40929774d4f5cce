namespace ArchOpt.Search.Rules;

/// <summary>The arithmetic of rules. Nothing here throws: what has no value is <see cref="RuleValue.Undefined"/>.</summary>
internal static class RuleOperations
{
    /// <summary>Numbers closer than this, relative to the larger one, are equal: <c>0.1 + 0.2 == 0.3</c> holds.</summary>
    private const double Tolerance = 1e-12;

    public static RuleValue Calculate(string symbol, RuleValue left, RuleValue right)
    {
        if (left.IsMissing) return left;
        if (right.IsMissing) return right;
        if (left.Kind != RuleValueKind.Number || right.Kind != RuleValueKind.Number) return RuleValue.Undefined;
        double a = left.Number, b = right.Number;
        return symbol switch
        {
            "+" => RuleValue.Of(a + b),
            "-" => RuleValue.Of(a - b),
            "*" => RuleValue.Of(a * b),
            "/" => RuleValue.Of(a / b),
            "%" => RuleValue.Of(Modulo(a, b)),
            "**" => RuleValue.Of(Math.Pow(a, b)),
            _ => throw new InvalidOperationException($"Invariant: '{symbol}' is no arithmetic operator."),
        };
    }

    public static RuleValue Compare(string symbol, RuleValue left, RuleValue right)
    {
        if (left.IsMissing) return left;
        if (right.IsMissing) return right;
        if (symbol == "==") return RuleValue.Of(AreEqual(left, right));
        if (symbol == "!=") return RuleValue.Of(!AreEqual(left, right));
        if (left.Kind != RuleValueKind.Number || right.Kind != RuleValueKind.Number) return RuleValue.Undefined;
        return RuleValue.Of(symbol switch
        {
            "<" => left.Number < right.Number && !AreEqual(left, right),
            ">" => left.Number > right.Number && !AreEqual(left, right),
            "<=" => left.Number < right.Number || AreEqual(left, right),
            ">=" => left.Number > right.Number || AreEqual(left, right),
            _ => throw new InvalidOperationException($"Invariant: '{symbol}' is no comparison."),
        });
    }

    /// <summary>Whether the value is base^0, base^1, base^2, ...</summary>
    public static RuleValue IsPower(RuleValue value, long powerBase)
    {
        if (value.IsMissing) return value;
        if (value.Kind != RuleValueKind.Number) return RuleValue.Undefined;
        var power = 1.0;
        while (power < value.Number) power *= powerBase;
        return RuleValue.Of(power == value.Number);
    }

    public static RuleValue Negate(RuleValue value) => Calculate("-", RuleValue.Of(0.0), value);

    public static RuleValue Not(RuleValue value) => value.IsMissing ? value
        : value.Kind == RuleValueKind.Flag ? RuleValue.Of(!value.IsTrue)
        : RuleValue.Undefined;

    public static RuleValue Absolute(RuleValue value) => value.IsMissing ? value
        : value.Kind == RuleValueKind.Number ? RuleValue.Of(Math.Abs(value.Number))
        : RuleValue.Undefined;

    /// <summary>sum, min or max. The sum of nothing is 0; the least and the greatest of nothing speak of nothing.</summary>
    public static RuleValue Aggregate(string function, IEnumerable<RuleValue> values)
    {
        double sum = 0, least = double.PositiveInfinity, greatest = double.NegativeInfinity;
        foreach (var value in values)
        {
            if (value.IsMissing) return value;
            if (value.Kind != RuleValueKind.Number) return RuleValue.Undefined;
            sum += value.Number;
            least = Math.Min(least, value.Number);
            greatest = Math.Max(greatest, value.Number);
        }

        if (function == "sum") return RuleValue.Of(sum);
        return double.IsInfinity(least) ? RuleValue.Inactive : RuleValue.Of(function == "min" ? least : greatest);
    }

    /// <summary>With the sign of the divisor, so that <c>-1 % 4</c> is 3.</summary>
    private static double Modulo(double a, double b)
    {
        var remainder = a % b;
        return remainder != 0 && (remainder < 0) != (b < 0) ? remainder + b : remainder;
    }

    private static bool AreEqual(RuleValue left, RuleValue right)
    {
        if (left.Kind != right.Kind) return false;
        if (left.Kind != RuleValueKind.Number) return left == right;
        var scale = Math.Max(Math.Abs(left.Number), Math.Abs(right.Number));
        return left.Number == right.Number || Math.Abs(left.Number - right.Number) <= Tolerance * scale;
    }
}
