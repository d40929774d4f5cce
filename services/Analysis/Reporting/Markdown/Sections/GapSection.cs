using ArchOpt.Analysis.Reporting.Facts;
using ArchOpt.Insight;
using ArchOpt.Insight.Gaps;

namespace ArchOpt.Analysis.Reporting.Markdown.Sections;

/// <summary>6: what nobody tried, and looks promising.</summary>
internal static class GapSection
{
    public static void Write(ReportFacts facts, MarkdownText document)
    {
        var gaps = facts.Analysis.Gaps;
        document.Heading(2, $"6. Untested values worth trying");
        if (gaps.IsEmpty)
        {
            document.Paragraph($"None: between and beside the good values everything was tried, or the trials do not say yet which values are good.");
            return;
        }

        document.Table(
            [Column.Text($"Parameter"), Column.Text($"Try"), Column.Text($"Why")],
            gaps.Where(gap => gap.Kind != GapKind.Pair).Select(gap => new[]
            {
                ReportText.Name(gap.Parameters[0]),
                Markup.Of($"{Markup.Bold(Markup.Plain(string.Join(", ", gap.Values.Select(NumberText.Exact))))}{(gap.IsInSpace ? "" : " (outside of the space)")}"),
                Markup.Of($"{gap.Reason}"),
            }));
        var pairs = gaps.Where(gap => gap.Kind == GapKind.Pair).ToList();
        if (pairs.Count == 0) return;
        document.Heading(3, $"Good values that never met");
        document.List(pairs.Select(pair => Markup.Of($"{pair.Reason}")));
    }
}
