using ArchOpt.Analysis.Reporting.Facts;
using ArchOpt.Insight;

namespace ArchOpt.Analysis.Reporting.Markdown.Sections;

/// <summary>4: which parameters the objective depends on, alone and in pairs.</summary>
internal static class ImportanceSection
{
    private const int MostParameters = 20;
    private const int MostInteractions = 10;
    private const double LeastShare = 0.01;

    public static void Write(ReportFacts facts, MarkdownText document)
    {
        var (analysis, report) = (facts.Analysis, facts.Analysis.Importance);
        document.Heading(2, $"4. Importance and interactions");
        document.Paragraph($"**Finding**: {report.Evidence.Sentence}{Strongest(analysis)}");
        if (report.Parameters.IsEmpty || report.Parameters.All(p => p.Share == 0)) return;
        var top = analysis.TopImportance.ToDictionary(t => t.Parameter, t => t.Share);
        document.Paragraph($"Share of the variance of {analysis.Data.Objective.Metric} over the whole space (fANOVA; the spread is over the trees of the forest), and share in what tells the best tenth apart (PED-ANOVA).{(report.Parameters.Length > MostParameters ? $" The first {MostParameters} of {report.Parameters.Length} parameters." : "")}");
        document.Table(
            [Column.Text($"Parameter"), Column.Number($"Importance"), Column.Number($"± spread"), Column.Number($"For the best tenth"), Column.Text($"More than noise")],
            report.Parameters.Take(MostParameters).Select(p => new[]
            {
                p.IsAboveNoise ? Markup.Bold(ReportText.Name(p.Parameter)) : ReportText.Name(p.Parameter),
                Markup.Of($"{NumberText.Percent(p.Share)}"),
                Markup.Of($"{NumberText.Percent(p.Deviation)}"),
                top.TryGetValue(p.Parameter, out var share) ? Markup.Of($"{NumberText.Percent(share)}") : Markup.Empty,
                Markup.Of($"{(p.IsAboveNoise ? "yes" : "no")}"),
            }));
        var pairs = report.Interactions.Where(pair => pair.Share >= LeastShare).Take(MostInteractions).ToList();
        if (!report.Evidence.SupportsRanking) return;
        if (pairs.Count == 0)
        {
            document.Paragraph($"No two parameters together explain as much as {NumberText.Percent(LeastShare)} beyond what each explains alone: they can be tuned one at a time.");
            return;
        }

        document.Heading(3, $"Interactions");
        document.Table(
            [Column.Text($"Pair"), Column.Number($"Importance"), Column.Number($"± spread")],
            pairs.Select(pair => new[]
            {
                Markup.Of($"{ReportText.Name(pair.First)} × {ReportText.Name(pair.Second)}"), Markup.Of($"{NumberText.Percent(pair.Share)}"), Markup.Of($"{NumberText.Percent(pair.Deviation)}"),
            }));
    }

    private static string Strongest(StudyAnalysis analysis)
    {
        var strong = analysis.Importance.Parameters.Where(p => p.IsAboveNoise).Take(3).ToList();
        if (!analysis.Importance.Evidence.SupportsRanking || strong.Count == 0) return "";
        var named = string.Join(", ", strong.Select(p => $"{p.Parameter} ({NumberText.Percent(p.Share)})"));
        var joint = analysis.Importance.Interactions.FirstOrDefault(pair => pair.Share >= strong[^1].Share && pair.Share >= LeastShare);
        return $" What matters most: {named}.{(joint is null ? "" : $" {joint.First} and {joint.Second} have to be tuned together ({NumberText.Percent(joint.Share)}).")}";
    }
}
