using System.Collections.Immutable;
using ArchOpt.Analysis.Charts;
using ArchOpt.Analysis.Reporting;
using ArchOpt.Insight;
using ArchOpt.Insight.Trends;

namespace ArchOpt.Analysis.Plots;

/// <summary>A panel for each of the most important parameters: how the objective goes with its values.</summary>
internal static class TrendsPlot
{
    public const string Name = "trends";

    private const int MostPanels = 12, MostColumns = 14;

    public static StudyPlot? Of(StudyAnalysis analysis)
    {
        var varied = analysis.Trends.Where(trend => trend.Rows.Length > 1).ToArray();
        if (varied.Length == 0) return null;
        var places = analysis.Importance.Parameters.Select((parameter, place) => (parameter.Parameter, place)).ToDictionary(pair => pair.Parameter, pair => pair.place, StringComparer.Ordinal);
        var ranked = varied.OrderBy(trend => places.GetValueOrDefault(trend.Parameter, int.MaxValue)).ToArray();
        var shown = ranked.Take(MostPanels).ToArray();
        var objective = analysis.Data.Objective;
        var range = ValueRange.Of(shown.SelectMany(trend => Rows(trend)).SelectMany(Ends), objective.Maximize, []);
        var top = shown[0].TopK;
        var title = $"{Wording.Short(objective.Metric)} by parameter";
        var chart = new PanelChart(
            Name, title, [Note(shown, range)], $"{Wording.Short(objective.Metric)}{(range.Axis.IsLogarithmic ? ", logarithmic" : "")}", range.Axis,
            $"best ({(objective.Maximize ? "maximum" : "minimum")})", $"share of the top {top}", $"% of top {top}",
            [.. shown.Select(trend => new Panel(trend.Parameter, [.. Rows(trend).Select(Column)]))]);
        var rest = ranked.Skip(MostPanels).Select(trend => Wording.Short(trend.Parameter)).ToArray();
        var unshown = rest.Length == 0 ? "" : $" Not shown, for they matter less: {string.Join(", ", rest.Take(20))}{(rest.Length > 20 ? $" and {rest.Length - 20} more" : "")}.";
        return new(Name, title, $"Mean with standard error and best of {Wording.Short(objective.Metric)} for each value, the most important parameter first.{unshown}", PanelDrawing.Draw(chart));
    }

    /// <summary>All rows of a parameter; of one with very many values those with the most trials.</summary>
    private static IEnumerable<TrendRow> Rows(Trend trend)
    {
        if (trend.Rows.Length <= MostColumns) return trend.Rows;
        var kept = trend.Rows.OrderByDescending(row => row.ShareOfTop).ThenByDescending(row => row.N).Take(MostColumns).ToHashSet();
        return trend.Rows.Where(kept.Contains);
    }

    /// <summary>What has to be on the scale.</summary>
    private static IEnumerable<double> Ends(TrendRow row) => [row.Mean, row.Best, row.Mean - (row.StandardError ?? 0), row.Mean + (row.StandardError ?? 0)];

    private static PanelColumn Column(TrendRow row) => new(
        Lines(row), row.Mean, row.StandardError, row.Best, row.ShareOfTop, row.N, row.IsMarked, row.IsInactive);

    private static ImmutableArray<string> Lines(TrendRow row) =>
        row.IsInactive ? ["not", "active"]
        : row.Value is null && row is { Low: { } low, High: { } high } ? low == high ? [NumberText.Rounded(low)] : [NumberText.Rounded(low), $"..{NumberText.Rounded(high)}"]
        : [row.Label];

    private static string Note(Trend[] shown, ValueRange range)
    {
        string?[] notes =
        [
            "Parameters by importance; values in bold make up most of the top.",
            range.Beyond == 0 ? null : "Arrows: off the scale.",
            Array.Exists(shown, trend => trend.Rows.Length > MostColumns) ? $"Of parameters with more than {MostColumns} values, those with the largest share of the top." : null,
        ];
        return string.Join(' ', notes.OfType<string>());
    }
}
