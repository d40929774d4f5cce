using System.Collections.Immutable;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Pruners;

/// <summary>
/// <c>asha</c>: asynchronous successive halving (Li, Jamieson, Rostamizadeh, Gonina, Ben-tzur, Hardt, Recht and
/// Talwalkar, "A System for Massively Parallel Hyperparameter Tuning", MLSys 2020), in its stopping form: a trial
/// that is not among the best 1/eta when it reaches a rung ends there, instead of waiting to be promoted later.
/// </summary>
/// <remarks>
/// Rungs are at min_resource x eta^(early_stopping_rate + k). The paper's experiments use eta 4 and the most aggressive
/// rate 0, which are the defaults.
/// </remarks>
public sealed class AsynchronousHalving : IPruner
{
    public const string Name = "asha";

    private readonly LiveCurves live = new();
    private readonly SuccessiveHalving bracket;

    public AsynchronousHalving(PrunerProblem problem)
    {
        Steps = RungLadder.Of(First(problem), problem["eta"], problem.Find("max_resource"));
        bracket = new(Steps, problem["eta"]);
    }

    public static PrunerDescription Description { get; } = new(
        Name,
        "Asynchronous successive halving: at steps min_resource, min_resource x eta, ... the best 1/eta go on.",
        [
            new("eta", 4, 2, 1_000, Meaning: "one in eta goes on at every rung"),
            new("min_resource", 1, 1, 1e12, Meaning: "the step of the first rung"),
            new("max_resource", null, 1, 1e12, Meaning: "the step at which runs end; where the evaluator or stopping.max_epochs ends them unless given, else unlimited"),
            new("early_stopping_rate", 0, 0, 30, WholeNumber: true, Meaning: "how many of the lowest rungs are left out"),
        ],
        problem => new AsynchronousHalving(problem),
        Mistakes)
    {
        Resolve = problem => problem.LastStep > First(problem) && problem.Find("max_resource") is null
            ? problem.Settings.Add("max_resource", problem.LastStep.Value)
            : problem.Settings,
    };

    public ImmutableArray<long> Steps { get; }

    public PruningDecision Report(StepReport report)
    {
        if (!live.TryTake(report, out var curve, out var news, out var begun)) return PruningDecision.Continue.Instance;
        if (begun) bracket.Remove(report.Trial);
        return bracket.Report(report, curve, news);
    }

    public void Ended(EndedCurve curve)
    {
        live.Remove(curve.Trial);
        bracket.Set(curve);
    }

    public void Forget(long trial)
    {
        live.Remove(trial);
        bracket.Remove(trial);
    }

    private static double First(PrunerProblem problem) => problem["min_resource"] * Math.Pow(problem["eta"], problem["early_stopping_rate"]);

    private static IEnumerable<SpaceError> Mistakes(PrunerProblem problem)
    {
        var (low, high) = (problem["min_resource"], problem.Find("max_resource"));
        if (low >= high)
        {
            yield return new("min_resource", $"must be < max_resource (was {low} >= {high})");
            yield break;
        }

        var rate = problem["early_stopping_rate"];
        if (high is not null && RungLadder.Of(First(problem), problem["eta"], high).IsEmpty)
            yield return new("early_stopping_rate", $"must leave a rung below max_resource (was {rate}, with min_resource {low}, eta {problem["eta"]} and max_resource {high})");
    }
}
