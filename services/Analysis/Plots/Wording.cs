using System.Collections.Immutable;
using System.Globalization;
using ArchOpt.Analysis.Charts;
using ArchOpt.Insight;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Analysis.Plots;

/// <summary>Phrases that several plots share.</summary>
internal static class Wording
{
    private const double LongestName = 200, LongestGrade = 100;

    /// <summary>A name as a title or caption can take it.</summary>
    public static string Short(string name) => Letters.Fit(name, LongestName, Svg.Font);

    public static string Axis(Objective objective, Axis axis) =>
        $"{Short(objective.Metric)} ({(objective.Goal == Goal.Maximize ? "maximised" : "minimised")}{(axis.IsLogarithmic ? ", logarithmic" : "")})";

    public static string Point(long number, double value) => $"trial {number}: {NumberText.Figure(value)}";

    /// <summary>The named levels of an objective, all with as many decimals as the longest of them.</summary>
    public static ImmutableArray<ReferenceLine> Grades(Objective objective)
    {
        var texts = objective.Thresholds.Values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)).ToArray();
        var decimals = texts.Select(text => text.Contains('E', StringComparison.Ordinal) ? 20 : text.Length - 1 - (text.IndexOf('.') is var point and >= 0 ? point : text.Length - 1)).DefaultIfEmpty(0).Max();
        return
        [
            .. objective.Thresholds.Select(grade => new ReferenceLine(
                $"{Letters.Fit(grade.Key, LongestGrade, Svg.Font)} {(decimals > 6 ? NumberText.Exact(grade.Value) : grade.Value.ToString("F" + decimals, CultureInfo.InvariantCulture))}", grade.Value)),
        ];
    }

    /// <summary>Of an improvement, by which a label or caption knows it.</summary>
    public static string Best(Improvement best, StudyDefinition study) => study.TrialsPerConfiguration == 1
        ? $"{NumberText.Figure(best.Value)} (trial {best.Number})"
        : $"{NumberText.Figure(best.Value)} (mean of trials {best.Number}-{best.Number + study.TrialsPerConfiguration - 1})";

    /// <summary>What is off the axis; null when nothing is.</summary>
    public static string? Beyond(ValueRange range) => range.Beyond == 0 ? null
        : $"{Count(range.Beyond, "value lies", "values lie")} off the scale, the furthest at {NumberText.Figure(range.Furthest)}: arrows at the border.";

    public static string Count(int count, string one, string many) => $"{count} {(count == 1 ? one : many)}";
}
