using System.Collections.Immutable;
using ArchOpt.Insight;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Analysis.Supplement;

/// <summary>What a wider space allows beyond another, in words.</summary>
internal static class SpaceChanges
{
    /// <summary>One sentence for each parameter that changed: <c>dropout: any value from 0.1 to 0.7 instead of steps of 0.2</c>.</summary>
    public static ImmutableArray<string> Of(SearchSpace own, SearchSpace wider) =>
    [
        .. from parameter in own.Parameters
           join now in wider.Parameters on parameter.Name equals now.Name
           let change = Change(parameter, now)
           where change is not null
           select $"{parameter.Name}: {change}",
    ];

    private static string? Change(Parameter own, Parameter now) => (own, now) switch
    {
        (FloatParameter a, FloatParameter b) when (a.Low, a.High, a.Step) != (b.Low, b.High, b.Step) => $"{Range(b.Low, b.High, b.Step)} instead of {Range(a.Low, a.High, a.Step)}",
        (IntParameter a, IntParameter b) when (a.Low, a.High, a.Step) != (b.Low, b.High, b.Step) => $"{Range(b.Low, b.High, b.Step)} instead of {Range(a.Low, a.High, a.Step)}",
        (OrdinalParameter a, OrdinalParameter b) when a.Values.Length != b.Values.Length =>
            $"{List(b.Values.Except(a.Values))} too, beside {List(a.Values)}",
        _ => null,
    };

    private static string Range(double low, double high, double? step) =>
        $"{NumberText.Exact(low)} to {NumberText.Exact(high)}{(step is { } some ? some == 1 ? "" : $" in steps of {NumberText.Exact(some)}" : ", any value")}";

    private static string List(IEnumerable<ParameterValue> values) => string.Join(", ", values.Select(NumberText.Exact));
}
