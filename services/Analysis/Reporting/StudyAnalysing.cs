using System.Collections.Immutable;
using ArchOpt.Analysis.Supplement;
using ArchOpt.Insight;
using ArchOpt.Insight.Gaps;
using ArchOpt.Insight.Hypotheses;
using ArchOpt.Insight.Importance;
using ArchOpt.Insight.Supplement;
using ArchOpt.Insight.Trends;
using ArchOpt.Search.Hypotheses;
using ArchOpt.Storage;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Reporting;

/// <summary>Computes a <see cref="StudyAnalysis"/> from what the store holds. Everything about one study is in memory while it lasts.</summary>
internal static class StudyAnalysing
{
    /// <summary>Which part of the trials the importance for reaching the top speaks of.</summary>
    public const double TopQuantile = 0.1;

    private const int CurvesPerGroup = 3;
    private const int MostCurves = 30;

    /// <param name="top">K of the trend tables; null for their default.</param>
    public static async Task<StudyAnalysis> ReadAsync(IStudyStore store, StudyRecord record, int? top, CancellationToken cancellationToken)
    {
        var study = record.ReadDefinition();
        var trials = (await store.ReadTrialsAsync(record.Id, new TrialQuery(), cancellationToken).Select(static trial => trial.WithoutLogs()).ToListAsync(cancellationToken)).ToImmutableArray();
        var curves = await ReadCurvesAsync(store, record, CountedAttempts.Results(study, trials), cancellationToken);
        return Analyse(record, study, trials, curves, top, cancellationToken);
    }

    /// <summary>Pure, and a second or two of one processor for ten thousand trials.</summary>
    public static StudyAnalysis Analyse(
        StudyRecord record,
        StudyDefinition study,
        ImmutableArray<Trial> trials,
        ImmutableSortedDictionary<long, ImmutableArray<CurvePoint>> curves,
        int? top,
        CancellationToken cancellationToken)
    {
        var data = InsightTrials.Ranked(study, trials);
        var trends = Part(() => TrendTables.Of(data, top));
        var importance = Part(() => FunctionalAnova.Of(data));
        var supplement = Part(() => StudySupplement.Plan(study, data, trends, importance, StudySupplement.Settings(study, trials, record.Budget.Parallelism)));
        return new()
        {
            Record = record,
            Study = study,
            Trials = trials,
            Curves = curves,
            Data = data,
            Trends = trends,
            Correlations = Part(() => ParameterCorrelations.Of(data)),
            Groups = Part(() => GroupComparisons.Of(data)),
            Importance = importance,
            TopImportance = Part(() => PedAnova.Of(data, TopQuantile)),
            Hypotheses = Part(() => HypothesisTests.Of(InsightTrials.Compared(study, trials), Testable(study, data))),
            Gaps = Part(() => GapSearch.Of(data, trends)),
            Duplicates = Part(() => Duplicates.Of(data)),
            Supplement = supplement,
            // New trials are held against what was expected of them before they ran.
            Outcome = SupplementStudy.PlanOf(study) is { } expected ? Part(() => SupplementReview.Of(expected, data)) : null,
        };

        T Part<T>(Func<T> compute)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return compute();
        }
    }

    /// <summary>
    /// A study file's hypotheses were checked when it was read; one that an import's corrected space no longer allows has no verdict. The
    /// goal of a metric that is a further objective is that objective's.
    /// </summary>
    private static ImmutableArray<Hypothesis> Testable(StudyDefinition study, InsightData data) =>
    [
        .. study.Hypotheses
            .Select(hypothesis => study.Objectives.FirstOrDefault(objective => objective.Metric == hypothesis.Metric) is { } objective
                ? hypothesis with { Maximize = hypothesis.Maximize ?? objective.Goal == Goal.Maximize }
                : hypothesis)
            .Where(hypothesis => HypothesisValidation.Check(hypothesis, data.Space, [data.Objective.Metric]).IsEmpty),
    ];

    private static async Task<ImmutableSortedDictionary<long, ImmutableArray<CurvePoint>>> ReadCurvesAsync(
        IStudyStore store, StudyRecord record, StudyResults results, CancellationToken cancellationToken)
    {
        var curves = ImmutableSortedDictionary.CreateBuilder<long, ImmutableArray<CurvePoint>>();
        // Of many groups each has its best before any has its second best.
        var wanted = Enumerable.Range(0, CurvesPerGroup)
            .SelectMany(place => results.Groups.Select(group => group.Standings.Top(CurvesPerGroup).Skip(place).Select(standing => (long?)standing.Number).FirstOrDefault()))
            .OfType<long>()
            .Take(MostCurves);
        foreach (var number in wanted)
        {
            var points = await store.ReadCurveAsync(record.Id, number, cancellationToken);
            if (!points.IsEmpty) curves[number] = points;
        }

        return curves.ToImmutable();
    }
}
