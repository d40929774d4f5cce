using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace ArchOpt.Cli.Commands;

/// <summary>Whole numbers of a call: read and checked while it is parsed, and refused in the words of every other mistake.</summary>
internal static class Numbers
{
    public static Option<int> Range(Option<int> option, int low, int high = int.MaxValue)
    {
        option.CustomParser = result => (int)(Read(result, option.Name, low, high) ?? low);
        return option;
    }

    public static Option<int?> Range(Option<int?> option, int low, int high = int.MaxValue)
    {
        option.CustomParser = result => (int?)Read(result, option.Name, low, high);
        return option;
    }

    public static Option<long> Range(Option<long> option, long low)
    {
        option.CustomParser = result => Read(result, option.Name, low, long.MaxValue) ?? low;
        return option;
    }

    public static Option<long?> Range(Option<long?> option, long low)
    {
        option.CustomParser = result => Read(result, option.Name, low, long.MaxValue);
        return option;
    }

    public static Argument<long> Range(Argument<long> argument, long low)
    {
        argument.CustomParser = result => Read(result, argument.Name, low, long.MaxValue) ?? low;
        return argument;
    }

    /// <summary>Whole numbers, the option again for each.</summary>
    public static Option<long[]> Each(Option<long[]> option, long low)
    {
        option.CustomParser = result => [.. result.Tokens.Select(token => Read(result, token.Value, option.Name, low, long.MaxValue) ?? low)];
        return option;
    }

    /// <summary>Whole numbers with commas between.</summary>
    public static Option<ImmutableArray<int>> List(Option<ImmutableArray<int>> option, int low, int high)
    {
        option.CustomParser = result =>
        [
            .. result.Tokens[^1].Value.Split(',', StringSplitOptions.TrimEntries).Select(text => (int)(Read(result, text, option.Name, low, high) ?? low)),
        ];
        return option;
    }

    private static long? Read(ArgumentResult result, string name, long low, long high) => Read(result, result.Tokens[^1].Value, name, low, high);

    private static long? Read(ArgumentResult result, string text, string name, long low, long high)
    {
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            result.AddError($"{name}: must be a whole number (was '{text}')");
        else if (value < low || value > high)
            result.AddError($"{name}: must be {(high is int.MaxValue or long.MaxValue ? $"at least {low}" : $"between {low} and {high}")} (was {value})");
        else return value;
        return null;
    }
}
