using System.Collections.Immutable;
using ArchOpt.Insight;
using ArchOpt.Insight.Gaps;
using ArchOpt.Insight.Hypotheses;
using ArchOpt.Insight.Importance;
using ArchOpt.Insight.Supplement;
using ArchOpt.Insight.Trends;
using ArchOpt.Storage;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Reporting;

/// <summary>Everything the analysis says of one study at one moment: what reports, plots and routes are made of.</summary>
public sealed record StudyAnalysis
{
    public required StudyRecord Record { get; init; }

    public required StudyDefinition Study { get; init; }

    /// <summary>All trials, running ones too, by number.</summary>
    public required ImmutableArray<Trial> Trials { get; init; }

    /// <summary>The learning curves of the best trials, by number; those that reported no steps are absent.</summary>
    public required ImmutableSortedDictionary<long, ImmutableArray<CurvePoint>> Curves { get; init; }

    /// <summary>The ended trials as the mathematics sees them, under the first objective.</summary>
    public required InsightData Data { get; init; }

    public required ImmutableArray<Trend> Trends { get; init; }

    public required ImmutableArray<ParameterCorrelation> Correlations { get; init; }

    /// <summary>Null for a study without groups.</summary>
    public required GroupComparison? Groups { get; init; }

    public required ImportanceReport Importance { get; init; }

    /// <summary>Importance for reaching the top (PED-ANOVA).</summary>
    public required ImmutableArray<TopImportance> TopImportance { get; init; }

    /// <summary>In the order of the study file.</summary>
    public required ImmutableArray<HypothesisResult> Hypotheses { get; init; }

    public required ImmutableArray<Gap> Gaps { get; init; }

    public required ImmutableArray<Duplicate> Duplicates { get; init; }

    /// <summary>What to run next.</summary>
    public required SupplementPlan Supplement { get; init; }

    /// <summary>What came of the expectations that the study was started with; null for one that no analysis proposed.</summary>
    public SupplementOutcome? Outcome { get; init; }
}
