using ArchOpt.Analysis.Reporting.Facts;
using ArchOpt.Insight;
using ArchOpt.Insight.Trends;

namespace ArchOpt.Analysis.Reporting.Markdown.Sections;

/// <summary>3: a table for each parameter, those that matter first.</summary>
internal static class TrendSection
{
    /// <summary>From more parameters than this on, those that decide nothing share one table.</summary>
    private const int MostTables = 20;

    public static void Write(ReportFacts facts, MarkdownText document)
    {
        var analysis = facts.Analysis;
        document.Heading(2, $"3. Observed trends");
        if (analysis.Trends.IsEmpty)
        {
            document.Paragraph(analysis.Data.Measured.IsEmpty
                ? (Markup)$"No feasible trial has a value yet, so no trend can be seen."
                : $"The space has no parameter to vary.");
            return;
        }

        var (top, n) = (analysis.Trends[0].TopK, analysis.Data.Measured.Length);
        document.Paragraph($"Over the {ReportText.Count(n, "trial")} with a value. \"% of top {top}\" says how many of the best {ReportText.Count(top, "trial")} have a value; a value that made no difference would have its share of all trials. The best values are set in bold.");
        var (full, short_) = Split(analysis);
        for (var i = 0; i < full.Count; i++) Table(analysis, full[i], i + 1, document);
        if (short_.Count > 0)
        {
            document.Heading(3, $"{full.Count + 1}. The other {ReportText.Count(short_.Count, "parameter")}");
            document.Table([Column.Text($"Parameter"), Column.Number($"Values"), Column.Text($"Finding")], short_.Select(trend => new[] { ReportText.Name(trend.Parameter), Markup.Of($"{trend.Rows.Length}"), Markup.Of($"{trend.Finding.Sentence}") }));
        }

        Correlations(analysis, document);
    }

    /// <summary>What the best of a row is called.</summary>
    public static string BestName(InsightObjective objective) => objective.Maximize ? "Max" : "Min";

    private static (List<Trend> Full, List<Trend> Short) Split(StudyAnalysis analysis)
    {
        var shares = analysis.Importance.Evidence.SupportsRanking ? analysis.Importance.Parameters.ToDictionary(p => p.Parameter, p => p.Share) : [];
        var ordered = analysis.Trends
            .OrderByDescending(Speaks)
            .ThenByDescending(trend => shares.GetValueOrDefault(trend.Parameter))
            .ThenByDescending(trend => Speaks(trend) ? trend.ActiveRows.Max(row => row.ShareOfTop) : 0)
            .ToList();
        if (ordered.Count <= MostTables) return (ordered, []);
        return (ordered.FindAll(Speaks), ordered.FindAll(trend => !Speaks(trend)));
    }

    private static bool Speaks(Trend trend) => trend.Finding.Kind is FindingKind.DominantValue or FindingKind.Monotone or FindingKind.Bimodal or FindingKind.Mixed;

    private static void Table(StudyAnalysis analysis, Trend trend, int place, MarkdownText document)
    {
        var objective = analysis.Data.Objective;
        document.Heading(3, $"{place}. {ReportText.Name(trend.Parameter)}: {Headline(analysis, trend)}");
        document.Table(
            [
                Column.Text($"{ReportText.Name(trend.Parameter)}"),
                Column.Number($"n"),
                Column.Number($"Mean {objective.Metric}"),
                Column.Number($"{BestName(objective)} {objective.Metric}"),
                Column.Number($"% of top {trend.TopK}"),
                Column.Number($"Standard error"),
            ],
            trend.Rows.Select(row => Row(trend, row)));
        document.Paragraph($"**Finding**: {trend.Finding.Sentence}{Correlation(analysis, trend)}");
    }

    private static Markup[] Row(Trend trend, TrendRow row)
    {
        Markup[] cells =
        [
            row.IsInactive ? Markup.Of($"(not active)") : ReportText.Name(row.Label),
            Markup.Of($"{row.N:#,0}"),
            ReportText.Figure(row.Mean),
            ReportText.Figure(row.Best),
            Markup.Of($"{NumberText.Percent(row.ShareOfTop)}"),
            ReportText.Beside(row.StandardError, row.Mean),
        ];
        if (row.IsMarked) (cells[0], cells[4]) = (Markup.Bold(cells[0]), Markup.Bold(cells[4]));
        if (row.IsMarked && trend.ActiveRows.All(other => other == row || other.Mean != row.Mean)) cells[2] = Markup.Bold(cells[2]);
        return cells;
    }

    /// <summary>The finding in as many words as a heading has room for.</summary>
    private static Markup Headline(StudyAnalysis analysis, Trend trend)
    {
        var marked = trend.ActiveRows.Where(row => row.IsMarked).Select(row => ReportText.Name(row.Label)).ToList();
        var best = trend.ActiveRows.OrderByDescending(row => row.ShareOfTop).ThenBy(row => analysis.Data.Objective.Loss(row.Mean)).First();
        return trend.Finding.Kind switch
        {
            FindingKind.DominantValue => Markup.Of($"{ReportText.Name(best.Label)} dominates"),
            FindingKind.Monotone => Markup.Of($"{(best == trend.ActiveRows.Last() ? "higher" : "lower")} is better"),
            FindingKind.Bimodal when marked.Count == 2 => Markup.Of($"bimodal, {marked[0]} or {marked[1]}"),
            FindingKind.Bimodal => Markup.Of($"bimodal"),
            FindingKind.Mixed when marked.Count == 1 => Markup.Of($"{marked[0]} leads"),
            FindingKind.Mixed when marked.Count == 2 => Markup.Of($"{marked[0]} and {marked[1]} lead"),
            FindingKind.Mixed => Markup.Of($"no single best value"),
            FindingKind.Tie => Markup.Of($"no key lever"),
            FindingKind.SingleValue => Markup.Of($"one value only"),
            FindingKind.TooFewTrials => Markup.Of($"too few trials"),
            _ => Markup.Of($"nothing to see"),
        };
    }

    private static string Correlation(StudyAnalysis analysis, Trend trend)
    {
        var correlation = analysis.Correlations.FirstOrDefault(c => c.Parameter == trend.Parameter);
        if (correlation is not { Spearman: { } spearman } || !Speaks(trend) || trend.Finding.Kind == FindingKind.Monotone) return "";
        return correlation.Pearson is { } pearson ? $" Correlation with {analysis.Data.Objective.Metric}: Spearman {spearman:0.000}, Pearson {pearson:0.000}." : $" Spearman correlation with {analysis.Data.Objective.Metric}: {spearman:0.000}.";
    }

    private static void Correlations(StudyAnalysis analysis, MarkdownText document)
    {
        var known = analysis.Correlations.Where(c => c.Spearman is not null || c.Pearson is not null).OrderByDescending(c => Math.Abs(c.Spearman ?? 0)).ToList();
        if (known.Count == 0) return;
        document.Heading(3, $"Correlations with {analysis.Data.Objective.Metric}");
        document.Table(
            [Column.Text($"Parameter"), Column.Number($"Spearman"), Column.Number($"Pearson"), Column.Number($"n")],
            known.Select(c => new[] { ReportText.Name(c.Parameter), Coefficient(c.Spearman), Coefficient(c.Pearson), Markup.Of($"{c.N:#,0}") }));
    }

    private static Markup Coefficient(double? value) => value is { } some && double.IsFinite(some) ? Markup.Of($"{some:0.000}") : Markup.Empty;
}
