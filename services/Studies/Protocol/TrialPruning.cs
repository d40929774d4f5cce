using System.Collections.Immutable;
using ArchOpt.Search.Pruners;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.History;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Protocol;

/// <summary>
/// The study's pruner, and what is known of the runs that it judges. Ended trials speak to it through the curve that is
/// recorded with them, so a study that is loaded from its store knows of them what it knew before; of trials in flight it
/// knows what is reported from then on.
/// </summary>
internal sealed class TrialPruning
{
    private readonly StudyDefinition study;
    private readonly IPruner pruner;
    private readonly Dictionary<long, Run> runs = [];

    private TrialPruning(StudyDefinition study, IPruner pruner)
    {
        this.study = study;
        this.pruner = pruner;
    }

    /// <summary>Null for a study without pruner.</summary>
    public static TrialPruning? Of(StudyDefinition study) =>
        StudyPruner.Create(study) is { } pruner ? new(study, pruner) : null;

    /// <summary>Takes a step of a current attempt: the reason to stop it now; null when it goes on, and when it was stopped before.</summary>
    public string? Report(StudyEvent.StepReported report)
    {
        if (report.Step < 0) return null;
        if (!runs.TryGetValue(report.Number, out var run) || run.Attempt != report.Attempt)
            runs[report.Number] = run = new(report.Attempt, new(study.Objectives[0].Metric, pruner.Steps));
        run.Curve.Add(report.Step, report.Metrics);
        if (report.Step >= run.LastStep) (run.LastStep, run.LastMetrics) = (report.Step, run.LastMetrics.SetItems(report.Metrics));
        if (run.Stopped is not null || StudyPruner.Loss(study, report.Metrics) is not { } loss) return null;
        if (pruner.Report(new(report.Number, report.Attempt, report.Step, loss)) is not PruningDecision.Stop stop) return null;
        return run.Stopped = stop.Reason;
    }

    /// <summary>
    /// The result with what the worker could not say: the metrics of a run that it stopped before it heard of any, the
    /// curve that it does not know, the reason for which it was told to stop.
    /// </summary>
    public StudyEvent.AttemptFinished Completed(Trial trial, StudyEvent.AttemptFinished result)
    {
        if (!runs.TryGetValue(trial.Number, out var run) || run.Attempt != trial.Current.Number) return result;
        if (result.Curve.IsEmpty) result = result with { Curve = run.Curve.Build() };
        if (result.Outcome != TrialState.Pruned) return result;
        return result with
        {
            Metrics = result.Metrics.IsEmpty ? run.LastMetrics : result.Metrics,
            Error = run.Stopped ?? result.Error,
        };
    }

    /// <summary>
    /// How a trial ends whose worker is gone: a run that was to be stopped needs no other. Null when it was not, or when
    /// nothing is known of it.
    /// </summary>
    public StudyEvent.AttemptFinished? ResultWithoutWorker(Trial trial)
    {
        var current = trial.Current;
        if (!runs.TryGetValue(trial.Number, out var run) || run.Attempt != current.Number || run.Stopped is null) return null;
        return new(trial.Number, current.Number, TrialState.Pruned, run.LastMetrics, current.Worker, current.Started, null, run.Stopped);
    }

    /// <summary>The curve as the pruner sees it, and as it is recorded.</summary>
    public ImmutableArray<LossPoint> CurveOf(StudyEvent.AttemptFinished result)
    {
        var points = ImmutableArray.CreateBuilder<LossPoint>(result.Curve.Length);
        foreach (var (step, metrics) in result.Curve)
        {
            if (step <= (points.Count == 0 ? -1 : points[^1].Step)) continue;
            if (StudyPruner.Loss(study, metrics) is { } loss && double.IsFinite(loss)) points.Add(new(step, loss));
        }

        return points.DrainToImmutable();
    }

    /// <summary>A trial has ended, now or before the study was loaded.</summary>
    public void Ended(long number, Attempt attempt)
    {
        runs.Remove(number);
        if (attempt.State is AttemptState.Completed or AttemptState.Pruned)
            pruner.Ended(new(number, attempt.State == AttemptState.Completed, attempt.Curve));
        else
            pruner.Forget(number);
    }

    private sealed class Run(int attempt, CurveSummary curve)
    {
        public int Attempt { get; } = attempt;

        public CurveSummary Curve { get; } = curve;

        public long LastStep { get; set; } = -1;

        public ImmutableSortedDictionary<string, double> LastMetrics { get; set; } = ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal);

        /// <summary>Why it was told to stop.</summary>
        public string? Stopped { get; set; }
    }
}
