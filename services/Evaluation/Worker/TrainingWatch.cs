using System.Collections.Immutable;
using ArchOpt.Contracts;
using ArchOpt.Evaluation.Evaluators;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Evaluation.Worker;

/// <summary>
/// One run under its study's stopping policy: remembers what the best step measured, says when the run is to end, and makes
/// that step the result. Not thread-safe.
/// </summary>
internal sealed class TrainingWatch(StoppingPolicy policy, WatchedObjective objective)
{
    private readonly TrainingProgress progress = new(policy, objective.Goal);
    private ImmutableSortedDictionary<string, double> atBest = ImmutableSortedDictionary<string, double>.Empty;
    private bool finalIsBest;

    /// <summary>Null where the study has no policy.</summary>
    public static TrainingWatch? Of(EvaluateTrial message) =>
        message is { Stopping: { } policy, Objective: { } objective } ? new(policy, objective) : null;

    /// <summary>Why the policy ended the run; null while it has not.</summary>
    public TrainingEnd? End => progress.End;

    public long Epochs => progress.Epochs;

    /// <summary>Whether any step had a finite value.</summary>
    public bool HasBest => progress.BestStep is not null;

    /// <summary>For the study's record; null while no step was reported. Where no step had a finite value the last one is called the best.</summary>
    public TrainingSummary? Summary => progress.LastStep is { } last
        ? new(finalIsBest ? last : progress.BestStep ?? last, last, progress.SavedEpochs)
        : null;

    public void Report(long step, ImmutableSortedDictionary<string, double> metrics)
    {
        if (progress.Report(step, Value(metrics))) atBest = metrics;
    }

    /// <summary>
    /// What a run that trained has come to: what it measured in the end, and of the best step everything that this one
    /// measured. A final evaluation that beats all steps stands as it is.
    /// </summary>
    /// <param name="final">What the evaluator answered, or the last steps' metrics when it could not answer.</param>
    public EvaluationResult Judge(ImmutableSortedDictionary<string, double> final)
    {
        finalIsBest = progress.IsBeatenBy(Value(final));
        if (finalIsBest) return EvaluationResult.Completed(final);
        var all = final.SetItems(atBest);
        return EvaluationResult.Completed(all.Count > MetricLimits.MaxCount ? atBest : all);
    }

    private double Value(ImmutableSortedDictionary<string, double> metrics) => metrics.GetValueOrDefault(objective.Metric, double.NaN);
}
