using System.Collections.Immutable;
using System.Net;
using ArchOpt.Analysis.Plots;
using ArchOpt.Analysis.Reporting;
using ArchOpt.Analysis.Reporting.Html;
using ArchOpt.Analysis.Reporting.Markdown;
using ArchOpt.Analysis.Reporting.Markdown.Sections;

namespace ArchOpt.Analysis.Console.Insights;

/// <summary>A part of what the analysis says.</summary>
/// <param name="Id">Of its element; the same in every picture.</param>
/// <param name="Html">What stands below its title.</param>
public sealed record InsightChapter(string Id, string Title, string Html);

/// <summary>What the analysis of a study says, ready to be sent to all who look.</summary>
/// <param name="Of">The study as it was then.</param>
/// <param name="Results">How many trials had ended.</param>
/// <param name="At">When that was.</param>
/// <param name="Took">How long it took to find out.</param>
public sealed record InsightPicture(AnalysisMoment Of, long Results, DateTimeOffset At, TimeSpan Took, ImmutableArray<InsightChapter> Chapters)
{
    /// <summary>The chapters that every picture has, in order.</summary>
    public static readonly ImmutableArray<(string Id, string Title)> Titles =
    [
        ("insight-importance", "What matters"),
        ("insight-trends", "Trends"),
        ("insight-parallel", "What the best have in common"),
        ("insight-hypotheses", "Hypotheses"),
        ("insight-gaps", "Untested values worth trying"),
        ("insight-next", "What to run next"),
    ];

    /// <summary>Characters of plots that a page takes in; it must stay below a megabyte.</summary>
    private const int MostDrawn = 700_000, LongestText = 150_000;

    /// <summary>Draws everything; some tenths of a second of one processor.</summary>
    public static ImmutableArray<InsightChapter> Draw(StudyReport report)
    {
        var (facts, study, drawn) = (report.Facts, report.Analysis.Record.Name, 0);
        string[] texts =
        [
            Figure(ImportancePlot.Name) + Section(ImportanceSection.Write) + Figure(InteractionsPlot.Name),
            Findings(report) + Figure(TrendsPlot.Name) + $"<details id=\"trend-tables\"><summary>Value by value</summary>{Section(TrendSection.Write)}</details>",
            Figure(ParallelPlot.Name),
            Section(HypothesisSection.Write),
            Section(GapSection.Write),
            Next(report, study),
        ];
        return [.. Titles.Zip(texts, (title, text) => new InsightChapter(title.Id, title.Title, text.Length > 0 ? text : "<p>There is too little to say anything yet.</p>"))];

        string Figure(string name)
        {
            if (report.Plots.FirstOrDefault(plot => plot.Name == name) is not { } plot) return "";
            drawn += plot.Svg.Length;
            return drawn <= MostDrawn
                ? InlineSvg.Figure(plot, followsPage: name != InteractionsPlot.Name)
                : $"<p><a href=\"{WebUtility.HtmlEncode($"/studies/{Uri.EscapeDataString(study)}/plots/{name}")}\">{WebUtility.HtmlEncode(plot.Title)}</a>: too large to be shown in this page.</p>";
        }

        string Section(Action<Reporting.Facts.ReportFacts, MarkdownText> write)
        {
            var html = MarkdownHtml.Section(facts, write);
            return html.Length <= LongestText ? html : "<p>The tables are in the full report: there are too many for this page.</p>";
        }
    }

    /// <summary>One line for each parameter that decides something.</summary>
    private static string Findings(StudyReport report)
    {
        const int Most = 12;
        var findings = report.Analysis.Trends.Select(trend => $"<li><strong><bdi>{WebUtility.HtmlEncode(trend.Parameter)}</bdi></strong>: <span dir=\"auto\">{WebUtility.HtmlEncode(trend.Finding.Sentence)}</span></li>").ToArray();
        if (findings.Length == 0) return "";
        var more = findings.Length > Most ? $"<p class=\"soft\">{findings.Length - Most} more in the tables below.</p>" : "";
        return $"<ul>{string.Concat(findings.Take(Most))}</ul>{more}";
    }

    private static string Next(StudyReport report, string study)
    {
        var route = WebUtility.HtmlEncode($"/studies/{Uri.EscapeDataString(study)}/supplement");
        var plan = report.Analysis.Supplement;
        return plan.Resources.Trials == 0
            ? "<p>Nothing is proposed: the trials say too little yet, or leave nothing open.</p>"
            : $"<p>{WebUtility.HtmlEncode(plan.Resources.Sentence)} <a href=\"{route}?format=yaml\">The study file that runs them</a>, or <a href=\"{route}\">the same with reasons and expectations as JSON</a>.</p>";
    }
}
