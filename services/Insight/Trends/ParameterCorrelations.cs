using System.Collections.Immutable;
using ArchOpt.Insight.Statistics;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Insight.Trends;

/// <summary>How the objective, as reported, goes with a parameter over the trials in which it is active.</summary>
/// <param name="Spearman">Of the ranks; null when either is constant.</param>
/// <param name="Pearson">Of the numbers as they are, not of their logarithms; null too where values are no numbers.</param>
/// <param name="N">How many trials.</param>
public sealed record ParameterCorrelation(string Parameter, double? Spearman, double? Pearson, int N);

public static class ParameterCorrelations
{
    /// <summary>Of every parameter whose values have an order; in the order of the space.</summary>
    public static ImmutableArray<ParameterCorrelation> Of(InsightData data) => [.. data.Columns.Select(column => Of(data, column)).OfType<ParameterCorrelation>()];

    internal static ParameterCorrelation? Of(InsightData data, ParameterColumn column)
    {
        if (column.Kind == DimensionKind.Categorical) return null;
        List<double> x = [], y = [];
        for (var i = 0; i < column.Values.Length; i++)
        {
            if (column.Values[i] is not { } value || Number(column, value) is not { } number) continue;
            x.Add(number);
            y.Add(data.Measured[i].Value!.Value);
        }

        double[] numbers = [.. x], objective = [.. y];
        return new(column.Path, Correlation.Spearman(numbers, objective), column.IsNumeric ? Correlation.Pearson(numbers, objective) : null, numbers.Length);
    }

    private static double? Number(ParameterColumn column, ParameterValue value) =>
        column.IsNumeric ? value.Kind == ParameterValueKind.Number ? value.Number : null : column.Unit(value);
}
