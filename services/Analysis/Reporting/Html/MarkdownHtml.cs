using ArchOpt.Analysis.Reporting.Facts;
using ArchOpt.Analysis.Reporting.Markdown;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Syntax;

namespace ArchOpt.Analysis.Reporting.Html;

/// <summary>The report's Markdown as HTML.</summary>
internal static class MarkdownHtml
{
    // Raw HTML is text: whatever a name holds, it never becomes an element.
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().DisableHtml().Build();

    public static MarkdownDocument Parse(string markdown) => Markdig.Markdown.Parse(markdown, Pipeline);

    public static string Render(MarkdownDocument document)
    {
        using var text = new StringWriter();
        var renderer = new HtmlRenderer(text);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.ReplaceOrAdd<HtmlTableRenderer>(new ScrollingTableRenderer());
        renderer.Render(document);
        return text.ToString();
    }

    /// <summary>One section of the report, for a page that has a heading of its own for it.</summary>
    public static string Section(ReportFacts facts, Action<ReportFacts, MarkdownText> write)
    {
        var markdown = new MarkdownText();
        write(facts, markdown);
        var document = Parse(markdown.ToString());
        foreach (var heading in document.OfType<HeadingBlock>().Where(heading => heading.Level < 3).ToArray()) document.Remove(heading);
        return Render(document);
    }
}
