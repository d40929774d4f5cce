using System.Collections.Immutable;
using ArchOpt.Analysis.Reporting;
using ArchOpt.Insight;
using ArchOpt.Insight.Importance;
using ArchOpt.Insight.Supplement;
using ArchOpt.Insight.Trends;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Supplement;

/// <summary>Proposes supplementary trials for a stored study.</summary>
internal static class StudySupplement
{
    /// <summary>What is proposed unless somebody asks for something else.</summary>
    /// <param name="parallelism">Of the study as it runs, which its file may not say.</param>
    public static SupplementSettings Settings(StudyDefinition study, ImmutableArray<Trial> trials, int parallelism) => new(
        // The space of an import was inferred from the values that somebody happened to try: it is no reason not to try others.
        Widen: study.Evaluator.Name == EvaluatorReference.External && trials.Any(trial => trial.Origin == TrialOrigin.Imported),
        Parallelism: parallelism)
    {
        Replicates = study.TrialsPerConfiguration,
        Kept = study.Groups is { } groups ? [groups.Parameter] : [],
    };

    /// <param name="data">The ended trials, each replicate by itself.</param>
    /// <param name="trends">Of the same data.</param>
    /// <param name="importance">Of the same data.</param>
    public static SupplementPlan Plan(StudyDefinition study, InsightData data, ImmutableArray<Trend> trends, ImportanceReport importance, SupplementSettings settings)
    {
        var means = InsightTrials.Means(study, data);
        return SupplementProposal.Of(means, means == data ? trends : TrendTables.Of(means), importance, settings);
    }

    /// <summary>Why a plan is empty; null when it is not.</summary>
    public static string? Nothing(StudyDefinition study, SupplementPlan plan, InsightData data, bool widened) => plan switch
    {
        { Resources.Trials: > 0 } => null,
        { ChampionNumber: null } when data.Trials.IsEmpty => $"Nothing to propose for '{study.Name}': none of its trials has ended yet.",
        { ChampionNumber: null } => $"Nothing to propose for '{study.Name}': of its {data.Trials.Length} ended trials none completed with a value and within the constraints, so there is nothing to start from.",
        _ when widened => $"Nothing to propose for '{study.Name}': every value near those of trial {plan.ChampionNumber} was tried.",
        _ => $"Nothing to propose for '{study.Name}': every value near those of trial {plan.ChampionNumber} that its space allows was tried; --widen proposes values outside of it.",
    };
}
