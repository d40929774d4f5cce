using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Insight.Gaps;

/// <summary>
/// Untried values between two tried ones, or beyond one, as a person would choose them: round numbers at even distances on the parameter's scale, levels
/// where there are levels.
/// </summary>
internal static class ValuesBetween
{
    /// <summary>Values strictly between; ascending, at most so many, evenly spread.</summary>
    /// <param name="isInSpace">False where the space has no value between but the parameter is a number: then the answer would widen the space.</param>
    public static ImmutableArray<ParameterValue> Of(ParameterColumn column, double low, double high, int most, out bool isInSpace)
    {
        isInSpace = true;
        if (column.Parameter is FloatParameter { Step: null }) return Round(low, high, most, column.IsLog, isWhole: false);
        var levels = Levels(column, low, high);
        if (levels.Count > 0) return Spread(levels, most);
        isInSpace = false;
        return column.Parameter switch
        {
            FloatParameter => Round(low, high, most, isLog: false, isWhole: false),
            OrdinalParameter ordinal when IsPowersOfTwo(ordinal) => Powers(low, high, most),
            OrdinalParameter ordinal when column.IsNumeric && ordinal.Values.All(value => value.Number == Math.Floor(value.Number)) =>
                Whole(Round(low, high, most, IsGeometric(ordinal), isWhole: true), low, high, Divisor(ordinal)),
            OrdinalParameter ordinal when column.IsNumeric => Round(low, high, most, IsGeometric(ordinal), isWhole: false),
            IntParameter => Round(low, high, most, column.IsLog, isWhole: true),
            _ => [],
        };
    }

    /// <summary>The next value beyond the end of a range: a step further, in ratios where the scale is logarithmic.</summary>
    /// <param name="from">The end.</param>
    /// <param name="inner">Its neighbour inside.</param>
    public static ParameterValue? Beyond(ParameterColumn column, double inner, double from)
    {
        var isGeometric = column.IsLog || column.Parameter is OrdinalParameter ordinal && IsGeometric(ordinal);
        var value = isGeometric && inner > 0 && from > 0 ? from * Math.Clamp(from / inner, 0.5, 2) : from + (from - inner);
        if (column.Parameter is IntParameter) value = Math.Round(value);
        value = NumberText.RoundTo(value, column.Parameter is FloatParameter { Step: null } ? 2 : 4);
        return value == from || (value <= 0 && from > 0) ? default(ParameterValue?) : ParameterValue.Of(value);
    }

    /// <summary>Whether a ladder climbs in ratios (64, 128, 256, or 0, 1e-5, 1e-4) rather than in steps: whether its ratios are more even than its steps.</summary>
    internal static bool IsGeometric(OrdinalParameter ordinal)
    {
        double[] rungs = [.. ordinal.Values.Where(value => value is { Kind: ParameterValueKind.Number, Number: > 0 }).Select(value => value.Number).Order()];
        return rungs.Length >= 3 && Unevenness(Array.ConvertAll(rungs, Math.Log)) < Unevenness(rungs);

        static double Unevenness(double[] at)
        {
            double[] steps = [.. at.Skip(1).Zip(at, (high, low) => high - low)];
            return steps.Max() / steps.Min();
        }
    }

    /// <summary>Whether a ladder has powers of two alone: then nobody wants 3 heads between 2 and 4.</summary>
    internal static bool IsPowersOfTwo(OrdinalParameter ordinal) =>
        ordinal.Values.Length >= 2 && ordinal.Values.All(value => value is { Kind: ParameterValueKind.Number, Number: >= 1 } && double.IsPow2(value.Number));

    private static ImmutableArray<ParameterValue> Powers(double low, double high, int most)
    {
        var powers = new List<ParameterValue>();
        for (var power = 2 * low; power < high; power *= 2) powers.Add(ParameterValue.Of(power));
        return Spread(powers, most);
    }

    private static List<ParameterValue> Levels(ParameterColumn column, double low, double high)
    {
        if (column.Parameter is ListParameter list)
            return [.. Enumerable.Range(list.Min, list.Max - list.Min + 1).Where(length => length > low && length < high).Select(length => ParameterValue.Of(length))];
        if (column.Parameter is OrdinalParameter ordinal) return [.. ordinal.Values.Where(value => value.Number > low && value.Number < high).OrderBy(value => value.Number)];
        var count = ParameterLevels.Count(column.Parameter)!.Value;
        var (origin, step) = column.Parameter is IntParameter integer ? (integer.Low, integer.Step) : (((FloatParameter)column.Parameter).Low, ((FloatParameter)column.Parameter).Step!.Value);
        var from = Math.Clamp((long)Math.Floor((low - origin) / step), 0, count - 1);
        var to = Math.Clamp((long)Math.Ceiling((high - origin) / step), 0, count - 1);
        var stride = Math.Max(1, (to - from) / 64); // a wide range has more levels than anybody wants to choose from
        var found = new List<ParameterValue>();
        for (var level = from; level <= to; level += stride)
        {
            var value = ParameterLevels.At(column.Parameter, level);
            if (value.Number > low + 1e-9 * step && value.Number < high - 1e-9 * step) found.Add(value);
        }

        return found;
    }

    private static ImmutableArray<ParameterValue> Spread(List<ParameterValue> levels, int most) => levels.Count <= most
        ? [.. levels]
        : [.. Enumerable.Range(1, most).Select(i => levels[(int)Math.Round((double)i * (levels.Count + 1) / (most + 1)) - 1]).Distinct()];

    private static ImmutableArray<ParameterValue> Round(double low, double high, int most, bool isLog, bool isWhole)
    {
        var geometric = isLog && low > 0;
        var values = new List<double>();
        for (var i = 1; i <= most; i++)
        {
            var share = (double)i / (most + 1);
            var exact = geometric ? Math.Exp(Math.Log(low) + share * Math.Log(high / low)) : low + share * (high - low);
            var value = isWhole ? Math.Round(exact) : Rounded(exact, low, high, geometric ? (double)most + 1 : (high - low) / (most + 1), geometric);
            if (value > low && value < high && !values.Contains(value)) values.Add(value);
        }

        return [.. values.Select(value => ParameterValue.Of(value))];
    }

    /// <summary>
    /// To multiples of what divides the whole ladder, or of the largest half of it that leaves anything between: widths stay divisible by numbers of heads.
    /// </summary>
    private static ImmutableArray<ParameterValue> Whole(ImmutableArray<ParameterValue> values, double low, double high, long divisor)
    {
        for (; divisor > 1; divisor /= 2)
        {
            double[] multiples = [.. values.Select(value => Math.Round(value.Number / divisor) * divisor).Where(value => value > low && value < high).Distinct()];
            if (multiples.Length > 0) return [.. multiples.Select(value => ParameterValue.Of(value))];
        }

        return values;
    }

    private static long Divisor(OrdinalParameter ordinal)
    {
        var divisor = 0L;
        foreach (var value in ordinal.Values)
        {
            for (var rest = (long)Math.Abs(value.Number); rest != 0;) (divisor, rest) = (rest, divisor % rest);
        }

        return divisor;
    }

    /// <summary>To as few digits as keep it near: a tenth of the distance to its neighbours, a quarter of their ratio.</summary>
    private static double Rounded(double exact, double low, double high, double distance, bool isGeometric)
    {
        var tolerance = isGeometric ? exact * (Math.Pow(high / low, 1 / distance) - 1) / 3.5 : distance / 10;
        for (var digits = 1; digits < 12; digits++)
        {
            var value = NumberText.RoundTo(exact, digits);
            if (Math.Abs(value - exact) <= tolerance && value > low && value < high) return value;
        }

        return exact;
    }
}
