using System.Collections.Immutable;
using ArchOpt.Analysis.Plots;
using ArchOpt.Analysis.Reporting.Facts;
using ArchOpt.Analysis.Reporting.Html;
using ArchOpt.Analysis.Reporting.Json;
using ArchOpt.Analysis.Reporting.Markdown;

namespace ArchOpt.Analysis.Reporting;

/// <summary>The report on a study at one moment, in every format.</summary>
/// <remarks>Thread-safe. Each part is made when it is first asked for, and kept.</remarks>
public sealed class StudyReport
{
    private readonly ReportFacts facts;
    private readonly Lazy<ImmutableArray<StudyPlot>> plots;

    public StudyReport(StudyAnalysis analysis)
    {
        Analysis = analysis;
        facts = ReportFacts.Of(analysis);
        plots = new(() => StudyPlots.Of(analysis));
    }

    public StudyAnalysis Analysis { get; }

    internal ReportFacts Facts => facts;

    /// <summary>In the order of the report.</summary>
    public ImmutableArray<StudyPlot> Plots => plots.Value;

    public ReportView ToView() => ReportViews.Report(facts);

    /// <param name="withPlots">Whether it refers to the plots as files in the folder <c>plots</c> beside it.</param>
    public string ToMarkdown(bool withPlots) => MarkdownReport.Write(facts, withPlots ? Plots : []);

    /// <summary>One file that needs nothing else; its plots are in it.</summary>
    public string ToHtml() => HtmlReport.Write(facts, Plots);
}
