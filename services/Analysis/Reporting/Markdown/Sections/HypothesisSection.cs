using ArchOpt.Analysis.Reporting.Facts;
using ArchOpt.Insight;
using ArchOpt.Insight.Hypotheses;

namespace ArchOpt.Analysis.Reporting.Markdown.Sections;

/// <summary>5: what was claimed beforehand, and what the trials say to it.</summary>
internal static class HypothesisSection
{
    public static void Write(ReportFacts facts, MarkdownText document)
    {
        var results = facts.Analysis.Hypotheses;
        document.Heading(2, $"5. Hypotheses");
        if (facts.Analysis.Study.Hypotheses.IsEmpty)
        {
            document.Paragraph($"The study file declares none. A claim that is written down before the trials run (its section hypotheses) is judged here with its effect, interval and verdict.");
            return;
        }

        document.Table(
            [Column.Text($"Hypothesis"), Column.Text($"Verdict"), Column.Number($"Effect"), Column.Number($"Interval"), Column.Number($"n")],
            results.Select(result => new[]
            {
                Markup.Of($"{ReportText.Name(result.Hypothesis.Id)}: {Markup.Plain(Claim(result), 240)}"),
                Markup.Bold(Markup.Of($"{Word(result.Verdict)}")),
                ReportText.Beside(result.Effect, 1),
                ReportText.Interval(result.Interval),
                Markup.Of($"{result.N:#,0}"),
            }));
        document.List(
        [
            .. results.Select(result => Markup.Of($"{result.Sentence}")),
            .. facts.Untestable.Select(untestable => Markup.Of($"{untestable.Hypothesis.Id} cannot be tested: {untestable.Reason}.")),
        ]);
        foreach (var result in results.Where(result => result.Comparisons.Length > 1)) Comparisons(result, document);
        document.Paragraph($"An effect is by how much the claimed value is better, in the metric's unit. A verdict holds for all hypotheses together: Holm's correction keeps the probability of any false one below alpha.");
    }

    private static string Claim(HypothesisResult result) => result.Hypothesis.Statement.Length > 0
        ? result.Hypothesis.Statement
        : $"{result.Hypothesis.Parameter}: {NumberText.Exact(result.Hypothesis.Better)} is better than {NumberText.Exact(result.Hypothesis.Than)} in {result.Hypothesis.Metric}";

    private static void Comparisons(HypothesisResult result, MarkdownText document)
    {
        document.Heading(3, $"{ReportText.Name(result.Hypothesis.Id)}, comparison by comparison");
        document.Table(
            [
                Column.Text($"Where"), Column.Text($"Verdict"), Column.Number($"Effect"), Column.Number($"Interval"), Column.Number($"g"), Column.Number($"p (Holm)"), Column.Number($"n"), Column.Text($"Why"),
            ],
            result.Comparisons.Select(c => new[]
            {
                ReportText.Name(c.Where.Length == 0 ? "everywhere" : c.Where),
                Markup.Of($"{Word(c.Verdict)}"),
                ReportText.Beside(c.Effect, 1),
                ReportText.Interval(c.Interval),
                c.HedgesG is { } g && double.IsFinite(g) ? Markup.Of($"{g:0.00}") : Markup.Empty,
                c.AdjustedP is { } p ? Markup.Of($"{ReportText.PValue(p)}") : Markup.Empty,
                Markup.Of($"{c.N:#,0}"),
                Markup.Of($"{c.Reason}{(c.SeedsNeeded is { } seeds ? $"; {seeds:#,0} would decide it" : "")}"),
            }));
    }

    private static string Word(Verdict verdict) => verdict.ToString().ToLowerInvariant();
}
