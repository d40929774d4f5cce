using System.Collections.Immutable;
using ArchOpt.Analysis.Reporting;
using ArchOpt.Insight;
using ArchOpt.Insight.Importance;
using ArchOpt.Insight.Trends;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Strategies;
using ArchOpt.Storage;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.History;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Tests.Plots;

/// <summary>Makes an analysis of trials that nobody stored.</summary>
internal sealed class AnalysisSample(StudyDefinition study)
{
    public static readonly DateTimeOffset Start = new(2031, 2, 28, 12, 0, 0, TimeSpan.Zero);

    private readonly List<Trial> trials = [];
    private readonly Dictionary<long, ImmutableArray<CurvePoint>> curves = [];

    public StudyDefinition Study => study;

    /// <summary>The number of the next trial.</summary>
    public long Next => trials.Count;

    /// <summary>A trial that ran for some time from a moment (both in seconds) on a worker.</summary>
    public Trial Add(
        Configuration configuration,
        AttemptState state,
        ImmutableArray<double> values,
        double from = 0,
        double seconds = 10,
        string? worker = "worker-1",
        ImmutableSortedDictionary<string, double>? metrics = null,
        params ImmutableArray<Attempt> earlier)
    {
        var all = metrics ?? ImmutableSortedDictionary<string, double>.Empty;
        for (var i = 0; i < values.Length; i++) all = all.SetItem(study.Objectives[i].Metric, values[i]);
        var attempt = new Attempt
        {
            Number = earlier.Length + 1,
            State = state,
            Queued = Start.AddSeconds(from),
            Started = Start.AddSeconds(from),
            Ended = state == AttemptState.Running ? null : Start.AddSeconds(from + seconds),
            DurationSeconds = state == AttemptState.Running ? null : seconds,
            Worker = worker,
            Values = values,
            Metrics = all,
            Sequence = state == AttemptState.Running ? null : Next + 1,
        };
        var trial = new Trial
        {
            StudyId = "study",
            Number = Next,
            Configuration = configuration,
            State = Enum.Parse<TrialState>(state.ToString()),
            Created = Start,
            Attempts = [.. earlier, attempt],
        };
        trials.Add(trial);
        return trial;
    }

    public void AddCurve(long number, IEnumerable<double> values) => curves[number] =
        [.. values.Select((value, i) => new CurvePoint(number, 1, i + 1, ImmutableSortedDictionary<string, double>.Empty.Add(study.Objectives[0].Metric, value)))];

    public StudyAnalysis Analyse()
    {
        var objective = study.Objectives[0];
        var plan = StudyStrategy.Groups(study);
        var data = new InsightData(study.Space, new(objective.Metric, objective.Goal == Goal.Maximize), trials.Select(trial => (Trial: trial, Outcome: Outcome(trial.State)))
            .Where(pair => pair.Outcome is not null)
            .Select(pair => new InsightTrial(pair.Trial.Number, pair.Trial.Configuration, pair.Outcome!.Value, pair.Trial.Current.Values.IsEmpty ? null : pair.Trial.Current.Values[0])
            {
                Group = plan?.Of(pair.Trial.Configuration)?.Name,
                Metrics = pair.Trial.Current.Metrics,
                DurationSeconds = pair.Trial.Current.DurationSeconds,
            }));
        var trends = TrendTables.Of(data);
        var importance = FunctionalAnova.Of(data);
        return new()
        {
            Record = new() { Id = "study", Name = study.Name, Definition = "{}", Budget = study.Budget, Created = Start },
            Study = study,
            Trials = [.. trials],
            Curves = curves.ToImmutableSortedDictionary(),
            Data = data,
            Trends = trends,
            Correlations = ParameterCorrelations.Of(data),
            Groups = GroupComparisons.Of(data),
            Importance = importance,
            TopImportance = PedAnova.Of(data),
            Hypotheses = [],
            Gaps = [],
            Duplicates = [],
            Supplement = new(study.Space, null, null, [], new(0, null, null, null, null, "")),
        };
    }

    private static ObservedOutcome? Outcome(TrialState state) => state switch
    {
        TrialState.Completed => ObservedOutcome.Completed,
        TrialState.Pruned => ObservedOutcome.Pruned,
        TrialState.Infeasible => ObservedOutcome.Infeasible,
        TrialState.Failed => ObservedOutcome.Failed,
        _ => null,
    };
}
