using ArchOpt.Analysis.Reporting.Facts;
using ArchOpt.Insight;

namespace ArchOpt.Analysis.Reporting.Markdown.Sections;

/// <summary>2: how the best came about.</summary>
internal static class ConvergenceSection
{
    public static void Write(ReportFacts facts, MarkdownText document)
    {
        var (convergence, metric) = (facts.Convergence, facts.Analysis.Study.Objectives[0].Metric);
        document.Heading(2, $"2. Convergence");
        if (convergence.Improvements is not [.., var last])
        {
            document.Paragraph(convergence.Results == 0
                ? (Markup)$"No result is known yet."
                : $"None of the {ReportText.Count(convergence.Results, "result")} is feasible with a value, so there is nothing to converge.");
            return;
        }

        document.Paragraph($"{Story(convergence, last)}{Saved(facts)}");
        document.Table(
            [Column.Text($"After"), Column.Number($"Results"), Column.Number($"Best {metric}"), Column.Number($"Trial"), Column.Number($"Gain since the line above")],
            convergence.Stages.Select((stage, i) => new[]
            {
                Markup.Of($"{100 * stage.Share:0}%"),
                Markup.Of($"{stage.Results:#,0}"),
                ReportText.Figure(stage.Best),
                Markup.Of($"{stage.Number}"),
                i > 0 && stage.Best is { } now && convergence.Stages[i - 1].Best is { } before ? ReportText.Beside(Math.Abs(now - before), now) : Markup.Empty,
            }));
        Thresholds(facts, document);
        if (facts.Leaders.Length > 1) Groups(facts, document);
    }

    private static Markup Story(Convergence convergence, Improvement last)
    {
        var since = convergence.Results - last.Result;
        var end = since == 0 ? "the search was still improving with its last result"
            : since > convergence.Results / 2 && convergence.Results >= 20 ? $"the {ReportText.Count(since, "result")} since, more than half of all, brought nothing better"
            : $"{ReportText.Count(since, "result")} came since";
        return Markup.Of($"The best improved {ReportText.Count(convergence.Improvements.Length, "time")} over {ReportText.Count(convergence.Results, "result")}; the last improvement was trial {last.Number}, result {last.Result:#,0}: {end}.");
    }

    private static Markup Saved(ReportFacts facts)
    {
        var stopped = facts.Analysis.Trials.Count(trial => trial.Counted()?.Training?.StoppedEarly == true);
        return facts.EpochsSaved > 0
            ? Markup.Of($" Early stopping ended {ReportText.Count(stopped, "training")} and spared {ReportText.Count(facts.EpochsSaved, "epoch")}.")
            : Markup.Empty;
    }

    private static void Thresholds(ReportFacts facts, MarkdownText document) => document.Table(
        [Column.Text($"Threshold"), Column.Number($"Value"), Column.Text($"First reached by")],
        facts.Thresholds.Select(threshold => new[]
        {
            ReportText.Name(threshold.Name),
            Markup.Of($"{NumberText.Exact(threshold.Value)}"),
            threshold.ReachedBy is { } number ? Markup.Of($"trial {number}{Result(facts, number)}") : Markup.Of($"not reached"),
        }));

    private static string Result(ReportFacts facts, long number) =>
        facts.Convergence.Improvements.FirstOrDefault(improvement => improvement.Number == number) is { } improvement ? $" (result {improvement.Result:#,0})" : "";

    private static void Groups(ReportFacts facts, MarkdownText document) => document.Table(
        [Column.Text($"Group"), Column.Number($"Results"), Column.Number($"Best"), Column.Number($"Improvements"), Column.Text($"Last improvement")],
        facts.Leaders.Select(leader =>
        {
            var own = Convergence.Of(facts.Analysis, leader.Group);
            return own.Improvements is [.., var last]
                ? new[]
                {
                    ReportText.Name(leader.Group ?? "none"), Markup.Of($"{own.Results:#,0}"), ReportText.Figure(last.Best), Markup.Of($"{own.Improvements.Length}"),
                    Markup.Of($"trial {last.Number}, its result {last.Result:#,0} of {own.Results:#,0}"),
                }
                : [ReportText.Name(leader.Group ?? "none"), Markup.Of($"{own.Results:#,0}"), Markup.Empty, Markup.Of($"0"), Markup.Empty];
        }));
}
