using System.Collections.Immutable;
using System.Net;
using System.Text;
using ArchOpt.Analysis.Plots;
using ArchOpt.Analysis.Reporting.Facts;
using ArchOpt.Analysis.Reporting.Markdown;
using Markdig.Helpers;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ArchOpt.Analysis.Reporting.Html;

/// <summary>The report as one HTML file that needs nothing else: the Markdown, with its plots in place and a table of contents.</summary>
internal static class HtmlReport
{
    /// <summary>Nothing is loaded and nothing runs; the file says so itself, and the route that serves it, too.</summary>
    public const string ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

    public static string Write(ReportFacts facts, ImmutableArray<StudyPlot> plots)
    {
        var document = MarkdownHtml.Parse(MarkdownReport.Write(facts, plots));
        PutPlots(document, plots.ToDictionary(MarkdownReport.PathOf));
        var contents = NumberHeadings(document);
        var title = WebUtility.HtmlEncode(Clean($"{facts.Analysis.Record.Name}: analysis"));
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <meta name="color-scheme" content="light dark" />
            <meta name="generator" content="ArchOpt" />
            <meta http-equiv="Content-Security-Policy" content="{ContentSecurityPolicy}" />
            <title>{title}</title>
            <style>
            {ReportStyle.Css}
            </style>
            </head>
            <body>
            {contents}
            <main>
            {MarkdownHtml.Render(document)}</main>
            </body>
            </html>

            """;
    }

    /// <summary>Each paragraph that is the image of a plot becomes the plot itself, with its caption.</summary>
    private static void PutPlots(MarkdownDocument document, Dictionary<string, StudyPlot> plots)
    {
        for (var i = 0; i < document.Count; i++)
        {
            if (document[i] is not ParagraphBlock { Inline.FirstChild: LinkInline { IsImage: true, Url: { } path } } || !plots.TryGetValue(path, out var plot)) continue;
            var figure = new HtmlBlock(null!) { Lines = new StringLineGroup(InlineSvg.Figure(plot)) };
            document.RemoveAt(i + 1); // the caption, which the figure has
            document[i] = figure;
        }
    }

    /// <summary>Gives the headings their anchors.</summary>
    /// <returns>The table of contents.</returns>
    private static string NumberHeadings(MarkdownDocument document)
    {
        var contents = new StringBuilder("<nav aria-label=\"Contents\">\n<p>Contents</p>\n<ul>\n");
        var place = 0;
        foreach (var heading in document.OfType<HeadingBlock>())
        {
            var id = $"h{++place}";
            heading.GetAttributes().Id = id;
            if (heading.Level is 2 or 3)
                contents.Append($"<li class=\"l{heading.Level}\"><a href=\"#{id}\">{WebUtility.HtmlEncode(Text(heading))}</a></li>\n");
        }

        return contents.Append("</ul>\n</nav>").ToString();
    }

    private static string Text(HeadingBlock heading)
    {
        using var text = new StringWriter();
        var renderer = new HtmlRenderer(text) { EnableHtmlForInline = false, EnableHtmlEscape = false };
        renderer.Render(heading.Inline!);
        return text.ToString();
    }

    private static string Clean(string text) => new([.. text.Select(letter => char.IsControl(letter) ? ' ' : letter)]);
}
