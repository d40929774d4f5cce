using System.Collections.Immutable;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Pruners;

/// <summary>
/// <c>patience</c>: stops a trial that has not improved by more than min_delta for so many steps, whatever the others do
/// (early stopping: Prechelt, "Early Stopping - But When?", 1998).
/// </summary>
/// <remarks>
/// Unlike the study's <c>stopping</c> section, which ends a training run as completed, it ends the trial as pruned: it is for
/// evaluators that cannot stop themselves. Where a study has both, no trial is stopped before stopping.min_epochs. Steps
/// count in the evaluator's own unit; a step without a finite value is one without improvement.
/// </remarks>
public sealed class PatiencePruner(PrunerProblem problem) : IPruner
{
    public const string Name = "patience";

    private readonly LiveCurves live = new();
    private readonly long patience = (long)problem["patience"];
    private readonly double minDelta = problem["min_delta"];
    private readonly long minSteps = MinSteps(problem);

    public static PrunerDescription Description { get; } = new(
        Name,
        "Stops a trial that has not improved for so many steps.",
        [
            new("patience", 10, 1, 1e12, WholeNumber: true, Meaning: "steps without improvement after which a trial is stopped"),
            new("min_delta", 0, 0, 1e300, Meaning: "what counts as improvement: more than this, in the objective's own unit"),
            new("min_steps", null, 0, 1e12, WholeNumber: true, Meaning: "no trial is stopped before this step; stopping.min_epochs unless given, else 0"),
        ],
        problem => new PatiencePruner(problem),
        Mistakes)
    { Resolve = problem => problem.Settings.SetItem("min_steps", MinSteps(problem)) };

    /// <summary>Empty: any step may be an improvement.</summary>
    public ImmutableArray<long> Steps => [];

    public PruningDecision Report(StepReport report)
    {
        if (!live.TryTake(report, out var curve, out var news, out _) || !news.IsLatest || report.Step < minSteps)
            return PruningDecision.Continue.Instance;
        var since = LastImprovement(curve) ?? curve.FirstStep!.Value;
        if (report.Step - since < patience) return PruningDecision.Continue.Instance;
        return new PruningDecision.Stop(curve.Points.Count == 0
            ? $"at step {report.Step} it has no finite value"
            : $"at step {report.Step} it has not improved{(minDelta > 0 ? $" by more than {minDelta:G6}" : "")} since step {since}");
    }

    public void Ended(EndedCurve curve) => live.Remove(curve.Trial);

    public void Forget(long trial) => live.Remove(trial);

    private long? LastImprovement(LiveCurve curve)
    {
        var best = double.PositiveInfinity;
        long? step = null;
        foreach (var point in curve.Points)
        {
            if (point.Loss >= best - minDelta) continue;
            (best, step) = (point.Loss, point.Step);
        }

        return step;
    }

    private static long MinSteps(PrunerProblem problem) => (long)(problem.Find("min_steps") ?? problem.FirstStep);

    private static IEnumerable<SpaceError> Mistakes(PrunerProblem problem) => MinSteps(problem) < problem.FirstStep
        ? [new("min_steps", $"must be >= stopping.min_epochs, before which no run ends (was {MinSteps(problem)} < {problem.FirstStep})")]
        : [];
}
