using ArchOpt.Analysis.Reporting.Facts;
using ArchOpt.Contracts.Http;
using ArchOpt.Insight;
using ArchOpt.Insight.Trends;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Reporting.Markdown.Sections;

/// <summary>1: what was searched, and the best of each group.</summary>
internal static class OverviewSection
{
    private const int MostOnFront = 20;
    private const int MostDifferences = 15;

    public static void Write(ReportFacts facts, MarkdownText document)
    {
        var study = facts.Analysis.Study;
        document.Heading(2, $"1. Overview");
        document.Paragraph($"{Counts(facts)} {Searched(facts)} {Status(facts.Analysis.Record)}");
        if (study.Objectives.Length > 1)
            document.Paragraph($"The study has {study.Objectives.Length} objectives. What follows speaks of the first, {study.Objectives[0].Metric}; the Pareto front of all of them stands at the end of this section.");
        if (facts.Champion is null) document.Paragraph($"No trial has completed and is feasible yet, so there is no best configuration.");
        else if (study.Groups is null) Best(facts, document);
        else BestByGroup(facts, document);
        if (facts.Analysis.Groups is { Groups.Length: > 1 } groups) Compare(facts, groups, document);
        if (facts.Front.Length > 0) Front(facts, document);
    }

    private static Markup Counts(ReportFacts facts)
    {
        var total = facts.Analysis.Trials.Length;
        if (total == 0) return Markup.Of($"The study has no trials yet.");
        var states = facts.Counts.Where(pair => pair.Count > 0).Select(pair => $"{pair.Count:#,0} {pair.State.ToString().ToLowerInvariant()}");
        var imported = facts.Analysis.Trials.Count(trial => trial.Origin == TrialOrigin.Imported);
        var origin = imported == 0 ? "" : imported == total ? ", all imported" : $", {imported:#,0} of them imported";
        return Markup.Of($"{ReportText.Count(total, "trial")} ({string.Join(", ", states)}{origin}).");
    }

    private static Markup Searched(ReportFacts facts)
    {
        var (study, data) = (facts.Analysis.Study, facts.Analysis.Data);
        var objective = study.Objectives[0];
        var goal = objective.Goal == Goal.Maximize ? "Maximised" : "Minimised";
        var seeds = study.TrialsPerConfiguration > 1 ? $", {study.TrialsPerConfiguration} seeds for each configuration" : "";
        var soft = data.Counts.Infeasible - facts.Count(TrialState.Infeasible);
        var gated = study.Constraints.Any(c => c.Mode == ConstraintMode.Soft) && soft > 0
            ? $" {ReportText.Count(soft, "completed trial")} broke a soft constraint and count as infeasible here."
            : "";
        // Who has only imported trials searched with something else.
        var by = facts.Analysis.Trials is { Length: > 0 } trials && trials.All(trial => trial.Origin == TrialOrigin.Imported) ? "" : $", by {study.Strategy.Name} with {study.Evaluator.Name}";
        return Markup.Of($"{goal}: {objective.Metric}, over {ReportText.Count(data.Columns.Length, "parameter")}{by}{seeds}.{gated}");
    }

    private static Markup Status(StudyRecord record) => record.Status switch
    {
        StudyStatus.Running => Markup.Of($"The study is running: this is where it stands now."),
        _ => Markup.Of($"The study is {record.Status.ToString().ToLowerInvariant()}{(record.Reason.Length > 0 ? $": {record.Reason.TrimEnd('.')}" : "")}."),
    };

    private static void Best(ReportFacts facts, MarkdownText document)
    {
        var best = facts.Champion!;
        document.Paragraph($"**Best**: {ReportText.Mean(best)} in trial {best.Number}.");
        document.List(Described(facts, best));
    }

    private static IEnumerable<Markup> Described(ReportFacts facts, BestView best)
    {
        yield return Markup.Of($"Configuration: {ReportText.Configuration(facts.Analysis.Study.Space, best.Configuration)}");
        if (Metrics(facts, best) is { Text.Length: > 0 } metrics) yield return Markup.Of($"Measured: {metrics}");
    }

    private static Markup Metrics(ReportFacts facts, BestView best) => Markup.Plain(string.Join(", ", best.Metrics
        .Where(metric => metric.Key != facts.Analysis.Study.Objectives[0].Metric && double.IsFinite(metric.Value))
        .Select(metric => $"{metric.Key} {NumberText.Figure(metric.Value)}")), 400);

    private static void BestByGroup(ReportFacts facts, MarkdownText document)
    {
        var metric = facts.Analysis.Study.Objectives[0].Metric;
        document.Table(
            [Column.Text($"Group"), Column.Number($"Results"), Column.Number($"Best {metric}"), Column.Number($"Trial"), Column.Text($"Configuration")],
            facts.Leaders.Select(leader => new[]
            {
                Emphasised(facts, leader, ReportText.Name(leader.Group ?? "none")),
                Markup.Of($"{leader.Ended:#,0}"),
                leader.Best is null ? Markup.Empty : Emphasised(facts, leader, ReportText.Mean(leader.Best)),
                leader.Best is null ? Markup.Empty : Markup.Of($"{leader.Best.Number}"),
                leader.Best is null ? Markup.Empty : ReportText.Configuration(facts.Analysis.Study.Space, leader.Best.Configuration),
            }));
        var best = facts.Champion!;
        document.Paragraph($"**Best of all**: {ReportText.Mean(best)} in trial {best.Number}.{Measured(Metrics(facts, best))}");
    }

    private static Markup Measured(Markup metrics) => metrics.Text.Length == 0 ? Markup.Empty : Markup.Of($" It also measured {metrics}.");

    private static Markup Emphasised(ReportFacts facts, Leader leader, Markup text) => leader.Best?.Number == facts.Champion?.Number ? Markup.Bold(text) : text;

    private static void Compare(ReportFacts facts, GroupComparison comparison, MarkdownText document)
    {
        var data = facts.Analysis.Data;
        var best = comparison.Groups.MinBy(group => data.Objective.Loss(group.Mean))!;
        document.Heading(3, $"Groups compared");
        document.Table(
            [
                Column.Text($"Group"), Column.Number($"n"), Column.Number($"Mean {data.Objective.Metric}"), Column.Number($"{TrendSection.BestName(data.Objective)} {data.Objective.Metric}"), Column.Number($"Standard error"),
            ],
            comparison.Groups.Select(group => new[]
            {
                Marked(ReportText.Name(group.Group ?? "none"), group == best), Markup.Of($"{group.N:#,0}"), Marked(ReportText.Figure(group.Mean), group == best), ReportText.Figure(group.Best), ReportText.Beside(group.StandardError, group.Mean),
            }));
        var sure = comparison.Differences.Where(pair => pair.AdjustedP is <= 0.05).OrderByDescending(pair => Math.Abs(pair.Difference)).ToList();
        document.Paragraph(sure.Count == 0
            ? (Markup)$"**Finding**: No two groups differ by more than chance allows (Welch's t-test, Holm-corrected)."
            : $"**Finding**: {ReportText.Count(sure.Count, "pair")} of groups {(sure.Count == 1 ? "differs" : "differ")} by more than chance allows (Welch's t-test, Holm-corrected).");
        document.Table(
            [Column.Text($"Groups"), Column.Number($"Difference of means"), Column.Number($"95% interval"), Column.Number($"g"), Column.Number($"p (Holm)")],
            sure.Take(MostDifferences).Select(pair => new[]
            {
                Markup.Of($"{ReportText.Name(pair.A ?? "none")} − {ReportText.Name(pair.B ?? "none")}"),
                ReportText.Beside(pair.Difference, 1),
                ReportText.Interval(pair.Interval),
                pair.HedgesG is { } g ? Markup.Of($"{g:0.00}") : Markup.Empty,
                Markup.Of($"{ReportText.PValue(pair.AdjustedP!.Value)}"),
            }));
    }

    private static Markup Marked(Markup text, bool isMarked) => isMarked ? Markup.Bold(text) : text;

    private static void Front(ReportFacts facts, MarkdownText document)
    {
        var objectives = facts.Analysis.Study.Objectives;
        document.Heading(3, $"Pareto front");
        document.Paragraph($"{ReportText.Count(facts.Front.Length, "configuration")} that no other dominates, the best {objectives[0].Metric} first{(facts.Front.Length > MostOnFront ? $"; the first {MostOnFront}" : "")}.");
        document.Table(
            [Column.Number($"Trial"), .. objectives.Select(o => Column.Number($"{o.Metric} ({(o.Goal == Goal.Maximize ? "max" : "min")})")), Column.Text($"Configuration")],
            facts.Front.Take(MostOnFront).Select(member => (Markup[])
            [
                Markup.Of($"{member.Best.Number}"), .. member.Values.Select(value => ReportText.Figure(value)), ReportText.Configuration(facts.Analysis.Study.Space, member.Best.Configuration),
            ]));
    }
}
