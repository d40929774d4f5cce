using System.Collections.Immutable;
using ArchOpt.Analysis.Reporting.Facts;
using ArchOpt.Analysis.Supplement;
using ArchOpt.Contracts.Http;
using ArchOpt.Insight.Gaps;
using ArchOpt.Insight.Hypotheses;
using ArchOpt.Insight.Trends;
using ArchOpt.Search.Configurations;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Analysis.Reporting.Json;

/// <summary>Analyses as the routes show them.</summary>
internal static class ReportViews
{
    private const int NumbersShown = 100;

    public static ReportView Report(ReportFacts facts)
    {
        var analysis = facts.Analysis;
        var importance = Importance(analysis);
        return new(
            analysis.Record.Name,
            Objective(analysis),
            [.. analysis.Study.Objectives.Select(Objective)],
            JsonNames.Of(analysis.Record.Status),
            facts.Counts.ToImmutableSortedDictionary(pair => JsonNames.Of(pair.State), pair => pair.Count, StringComparer.Ordinal),
            [.. facts.Leaders.Where(leader => leader.Best is not null).Select(Best)],
            [.. facts.Front.Select(member => new ReportParetoPoint(member.Best.Number, member.Values, member.Best.Configuration))],
            Convergence(facts),
            Trends(analysis),
            Correlations(analysis),
            Groups(analysis.Groups),
            importance.Importance,
            importance.Interactions,
            importance.Evidence,
            importance.TopImportance,
            Hypotheses(analysis).Hypotheses,
            [.. analysis.Gaps.Select(Gap)],
            [.. analysis.Duplicates.Select(duplicate => new DuplicateView(duplicate.Configuration, duplicate.Seed, duplicate.Numbers, duplicate.Wasted))],
            [.. facts.Failed.Select(failure => Failure("failed", failure)), .. facts.Infeasible.Select(failure => Failure("infeasible", failure))],
            [.. Regions("failed", facts.FailedRegions), .. Regions("infeasible", facts.InfeasibleRegions)],
            Supplement(analysis),
            analysis.Outcome is { } outcome ? OutcomeView.Of(outcome) : null);
    }

    public static MarginalsView Marginals(StudyAnalysis analysis) =>
        new(analysis.Record.Name, Objective(analysis), Trends(analysis), Correlations(analysis), Groups(analysis.Groups));

    public static ImportanceAnswer Importance(StudyAnalysis analysis)
    {
        var (report, evidence) = (analysis.Importance, analysis.Importance.Evidence);
        return new(
            analysis.Record.Name,
            Objective(analysis),
            [.. report.Parameters.Select(p => new ImportanceView(p.Parameter, Known.Of(p.Share), Known.Of(p.Deviation), p.IsAboveNoise))],
            [.. report.Interactions.Select(pair => new InteractionView([pair.First, pair.Second], Known.Of(pair.Share), Known.Of(pair.Deviation)))],
            new(Known.Of(evidence.OutOfBagR2), evidence.PValue, evidence.SupportsRanking, evidence.Sentence),
            [.. analysis.TopImportance.Select(top => new TopImportanceView(top.Parameter, Known.Of(top.Share), Known.Of(top.Divergence)))]);
    }

    public static HypothesesAnswer Hypotheses(StudyAnalysis analysis) => new(analysis.Record.Name, [.. analysis.Hypotheses.Select(Hypothesis)]);

    /// <summary>The same as GET /studies/{study}/supplement, under the name that is the next one if it is free.</summary>
    private static SupplementView Supplement(StudyAnalysis analysis)
    {
        var (study, plan) = (analysis.Study, analysis.Supplement);
        var settings = StudySupplement.Settings(study, analysis.Trials, analysis.Record.Budget.Parallelism);
        return SupplementViewing.View(
            study,
            plan,
            SupplementStudy.Names(analysis.Record.Name).First(),
            SupplementEndpoint.Champion(plan, analysis),
            SpaceChanges.Of(study.Space, plan.Space),
            StudySupplement.Nothing(study, plan, analysis.Data, settings.Widen));
    }

    private static ReportObjective Objective(StudyAnalysis analysis) => Objective(analysis.Study.Objectives[0]);

    private static ReportObjective Objective(Objective objective) => new(objective.Metric, JsonNames.Of(objective.Goal));

    private static ReportBest Best(Leader leader) => new(
        leader.Group,
        leader.Best!.Number,
        leader.Best.Value,
        leader.Best.Configuration,
        Known.Of(leader.Best.StandardError),
        leader.Best.Replicates,
        leader.Best.Metrics.ToImmutableSortedDictionary(metric => metric.Key, metric => Known.Of(metric.Value), StringComparer.Ordinal));

    private static ReportConvergence Convergence(ReportFacts facts) => new(
        facts.Convergence.Results,
        [.. facts.Convergence.Stages.Select(stage => new StageView(stage.Share, stage.Results, stage.Best, stage.Number))],
        facts.Convergence.Improvements.Length,
        facts.Convergence.Improvements.LastOrDefault()?.Result,
        facts.EpochsSaved,
        [.. facts.Thresholds.Select(threshold => new ThresholdReached(threshold.Name, threshold.Value, threshold.ReachedBy))]);

    private static ImmutableArray<TrendView> Trends(StudyAnalysis analysis) =>
    [
        .. analysis.Trends.Select(trend => new TrendView(
            trend.Parameter, trend.TopK, [.. trend.Rows.Select(Row)], trend.Finding.Sentence, JsonNames.Of(trend.Finding.Kind), trend.IsBinned)),
    ];

    private static TrendRowView Row(TrendRow row) => new(
        row.IsInactive ? null : Known.Json(row.Value ?? ParameterValue.Of(row.Label)),
        row.N,
        Known.Of(row.Mean),
        row.Best,
        row.ShareOfTop,
        Known.Of(row.StandardError),
        row.Low,
        row.High,
        !row.IsInactive,
        row.IsMarked);

    private static ImmutableArray<CorrelationView> Correlations(StudyAnalysis analysis) =>
        [.. analysis.Correlations.Select(c => new CorrelationView(c.Parameter, Known.Of(c.Spearman), Known.Of(c.Pearson), c.N))];

    private static GroupsView? Groups(GroupComparison? groups) => groups is null ? null : new(
        [.. groups.Groups.Select(group => new GroupRowView(group.Group, group.N, Known.Of(group.Mean), group.Best, Known.Of(group.StandardError), group.BestNumber))],
        [
            .. groups.Differences.Select(difference => new GroupDifferenceView(
                difference.A, difference.B, Known.Of(difference.Difference), Known.Of(difference.Interval), Known.Of(difference.HedgesG), Known.Of(difference.AdjustedP))),
        ]);

    private static HypothesisView Hypothesis(HypothesisResult result) => new(
        result.Hypothesis.Id,
        JsonNames.Of(result.Verdict),
        Known.Of(result.Effect),
        Known.Of(result.Interval),
        result.N,
        result.Hypothesis.Statement,
        result.Hypothesis.Metric,
        result.Sentence,
        [.. result.Comparisons.Select(Comparison)]);

    private static ComparisonView Comparison(Comparison comparison) => new(
        comparison.Where,
        JsonNames.Of(comparison.Verdict),
        JsonNames.Of(comparison.Pairing),
        comparison.N,
        Known.Of(comparison.Effect),
        Known.Of(comparison.Interval),
        comparison.Interval?.Level,
        Known.Of(comparison.Bootstrap),
        Known.Of(comparison.HedgesG),
        Known.Of(comparison.Test?.PValue),
        Known.Of(comparison.RankTest?.PValue),
        Known.Of(comparison.AdjustedP),
        comparison.SeedsNeeded,
        comparison.Reason);

    private static GapView Gap(Gap gap) => new(
        string.Join(", ", gap.Parameters), [.. gap.Values.Select(Known.Json)], gap.Reason, JsonNames.Of(gap.Kind), gap.Parameters, gap.IsInSpace);

    private static FailureView Failure(string kind, Failure failure) => new(kind, failure.Cause, failure.Numbers.Length, [.. failure.Numbers.Take(NumbersShown)]);

    private static IEnumerable<BadRegionView> Regions(string kind, BadRegions regions) => regions.Regions.Select(region => new BadRegionView(
        kind, [.. region.Values.Select(value => new RegionValue(value.Parameter, value.Label))], region.N, region.Rate, regions.Rate));
}
