using Markdig.Extensions.Tables;
using Markdig.Renderers;

namespace ArchOpt.Analysis.Reporting.Html;

/// <summary>A wide table scrolls in its own box: on a telephone the page stays as wide as the screen.</summary>
internal sealed class ScrollingTableRenderer : HtmlTableRenderer
{
    protected override void Write(HtmlRenderer renderer, Table table)
    {
        renderer.EnsureLine();
        renderer.Write("<div class=\"table\" tabindex=\"0\">");
        base.Write(renderer, table);
        renderer.Write("</div>");
        renderer.EnsureLine();
    }
}
