using System.Collections;

namespace ArchOpt.Contracts.Tests;

/// <summary>Equality of messages by content: records compare their immutable collections by reference, which says nothing here.</summary>
internal static class StructuralEquality
{
    /// <summary>The paths at which two values differ; empty when they are the same, bit for bit.</summary>
    public static IEnumerable<string> Differences(object? expected, object? actual, string path)
    {
        if (expected is null || actual is null) return expected is null && actual is null ? [] : [$"{path} is {actual ?? "null"}"];
        if (expected.GetType() != actual.GetType()) return [$"{path} is a {actual.GetType()}"];
        if (expected is double number) return BitConverter.DoubleToInt64Bits(number) == BitConverter.DoubleToInt64Bits((double)actual) ? [] : [path];
        if (IsPair(expected.GetType()))
        {
            return Differences(Part(expected, "Key"), Part(actual, "Key"), $"{path}.Key")
                .Concat(Differences(Part(expected, "Value"), Part(actual, "Value"), $"{path}.Value"));
        }

        if (expected is IEnumerable items and not string)
        {
            object[] left = [.. items], right = [.. (IEnumerable)actual];
            return left.Length != right.Length
                ? [$"{path}.Length"]
                : left.Zip(right).SelectMany((pair, i) => Differences(pair.First, pair.Second, $"{path}[{i}]"));
        }

        var parts = expected.GetType().Namespace == typeof(EvaluateTrial).Namespace && !expected.GetType().IsEnum;
        return parts
            ? expected.GetType().GetProperties().SelectMany(p => Differences(p.GetValue(expected), p.GetValue(actual), $"{path}.{p.Name}"))
            : expected.Equals(actual) ? [] : [path];
    }

    // A pair's own Equals takes 0 and -0 for the same.
    private static bool IsPair(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>);

    private static object? Part(object pair, string name) => pair.GetType().GetProperty(name)!.GetValue(pair);
}
