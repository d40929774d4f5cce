using System.Collections.Immutable;
using ArchOpt.Analysis.Plots;
using ArchOpt.Analysis.Reporting.Facts;
using ArchOpt.Analysis.Reporting.Markdown.Sections;
using ArchOpt.Insight;
using ArchOpt.Insight.Hypotheses;

namespace ArchOpt.Analysis.Reporting.Markdown;

/// <summary>The report as a researcher would write it: eight sections, in Markdown.</summary>
internal static class MarkdownReport
{
    /// <summary>Where an export keeps its plots, beside the report.</summary>
    public const string PlotFolder = "plots";

    /// <param name="plots">Those that stand in files beside the report; none where it stands alone.</param>
    public static string Write(ReportFacts facts, ImmutableArray<StudyPlot> plots)
    {
        var document = new MarkdownText();
        document.Heading(1, $"Analysis of {Markup.Plain(facts.Analysis.Record.Name, 120)}");
        InShort(facts, document);
        OverviewSection.Write(facts, document);
        Plots(ParetoPlot.Name);
        ConvergenceSection.Write(facts, document);
        Plots(ConvergencePlot.Name, ComplexityPlot.Name, CurvesPlot.Name, TimelinePlot.Name);
        TrendSection.Write(facts, document);
        Plots(TrendsPlot.Name);
        ImportanceSection.Write(facts, document);
        Plots(ImportancePlot.Name, InteractionsPlot.Name, ParallelPlot.Name);
        HypothesisSection.Write(facts, document);
        GapSection.Write(facts, document);
        FailureSection.Write(facts, document);
        SupplementSection.Write(facts, document);
        return document.ToString();

        void Plots(params IEnumerable<string> names)
        {
            foreach (var plot in names.SelectMany(name => plots.Where(plot => plot.Name == name)))
            {
                document.Image(plot.Title, PathOf(plot));
                document.Paragraph(new($"*{Markup.Plain(plot.Caption, 400).Text}*"));
            }
        }
    }

    public static string PathOf(StudyPlot plot) => $"{PlotFolder}/{plot.Name}.svg";

    /// <summary>What somebody reads who reads nothing else.</summary>
    private static void InShort(ReportFacts facts, MarkdownText document)
    {
        var (analysis, study) = (facts.Analysis, facts.Analysis.Study);
        var points = new List<Markup>();
        if (facts.Champion is { } best)
            points.Add($"**Best {study.Objectives[0].Metric}**: {ReportText.Mean(best)} (trial {best.Number}) over {ReportText.Count(facts.Convergence.Results, "result")}.");
        if (analysis.Importance.Evidence.SupportsRanking)
        {
            var important = analysis.Importance.Parameters.Where(p => p.IsAboveNoise).Take(3).Select(p => $"{p.Parameter} ({NumberText.Percent(p.Share)})").ToList();
            if (important.Count > 0) points.Add($"**What matters**: {string.Join(", ", important)} of the variance.");
        }

        if (analysis.Hypotheses.Length > 0) points.Add($"**Hypotheses**: {Verdicts(analysis.Hypotheses)}.");
        if (analysis.Outcome is { } outcome) points.Add($"**The proposal**: {outcome.Sentence}");
        var bad = facts.Failed.SelectMany(failure => failure.Numbers).Distinct().Count();
        if (bad * 10 > facts.Convergence.Results) points.Add($"**Failures**: {ReportText.Count(bad, "trial")} of {facts.Convergence.Results:#,0}, see section 7.");
        if (analysis.Gaps.Length > 0) points.Add($"**Untested**: {ReportText.Count(analysis.Gaps.Length, "promising gap")}, see section 6.");
        if (analysis.Supplement.Resources.Trials > 0) points.Add($"**Next**: {analysis.Supplement.Resources.Sentence} Section 8 has the plan.");
        if (points.Count > 0) document.List(points);
    }

    private static string Verdicts(ImmutableArray<HypothesisResult> results) => string.Join(", ", results
        .GroupBy(result => result.Verdict)
        .OrderBy(verdict => verdict.Key)
        .Select(verdict => $"{string.Join(" ", verdict.Select(result => result.Hypothesis.Id))} {verdict.Key.ToString().ToLowerInvariant()}"));
}
