using System.Collections.Immutable;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Pruners;

/// <summary>
/// <c>hyperband</c>: several brackets of successive halving that begin to stop trials at different steps (Li et al. 2018), run
/// asynchronously as in Li et al. 2020, section 3: no trial waits for another. See <see cref="HyperbandBrackets"/>.
/// </summary>
/// <remarks>
/// Brackets hedge: where early losses mislead, only the aggressive ones suffer. Settings as in W&amp;B's
/// <c>early_terminate</c>: <c>min_iter</c>, <c>max_iter</c>, <c>s</c>, <c>eta</c>. Given max_resource and s, the most aggressive
/// bracket cuts s times, at max_resource / eta^s and so on. Without max_resource there is that bracket only, and it never
/// ceases to cut; <c>brackets: 1</c> has the same with a bound. eta 3 is the paper's (section 3.6: the theory's e,
/// rounded).
/// </remarks>
public sealed class Hyperband : IPruner
{
    public const string Name = "hyperband";

    private readonly LiveCurves live = new();
    private readonly HyperbandBrackets brackets;
    private readonly ImmutableArray<SuccessiveHalving> halvings;

    /// <param name="problem">With resolved settings: <c>s</c> is no longer among them.</param>
    public Hyperband(PrunerProblem problem)
    {
        brackets = new(problem.Find("min_resource") ?? 1, problem.Find("max_resource"), problem["eta"], (int?)problem.Find("brackets"));
        halvings = [.. brackets.All.Select(bracket => new SuccessiveHalving(bracket.Rungs, problem["eta"]))];
        Steps = brackets.All[0].Rungs; // the other ladders are parts of it
    }

    public static PrunerDescription Description { get; } = new(
        Name,
        "Brackets of successive halving that begin to stop trials at different steps.",
        [
            new("eta", 3, 2, 1_000, Meaning: "one in eta goes on at every rung"),
            new("min_resource", null, 1, 1e12, Meaning: "the step of the first rung of the most aggressive bracket; 1 unless given or implied by s") { Alias = "min_iter" },
            new("max_resource", null, 1, 1e12, Meaning: "the step at which runs end; where the evaluator or stopping.max_epochs ends them unless given, else unlimited") { Alias = "max_iter" },
            new("s", null, 1, 40, WholeNumber: true, Meaning: "how often the most aggressive bracket cuts; implies min_resource = max_resource / eta^s"),
            new("brackets", null, 1, 41, WholeNumber: true, Meaning: "how many brackets, from the most aggressive one on; all unless given"),
        ],
        problem => new Hyperband(problem),
        Mistakes)
    { Resolve = Resolved };

    public ImmutableArray<long> Steps { get; }

    public PruningDecision Report(StepReport report)
    {
        if (!live.TryTake(report, out var curve, out var news, out var begun)) return PruningDecision.Continue.Instance;
        var index = brackets.Of(report.Trial);
        if (begun) halvings[index].Remove(report.Trial);
        var decision = halvings[index].Report(report, curve, news);
        return decision is PruningDecision.Stop stop && brackets.All.Length > 1
            ? new PruningDecision.Stop($"{stop.Reason} (bracket {brackets.All[index].S})")
            : decision;
    }

    public void Ended(EndedCurve curve)
    {
        live.Remove(curve.Trial);
        halvings[brackets.Of(curve.Trial)].Set(curve);
    }

    public void Forget(long trial)
    {
        live.Remove(trial);
        halvings[brackets.Of(trial)].Remove(trial);
    }

    private static ImmutableSortedDictionary<string, double> Resolved(PrunerProblem problem)
    {
        var top = problem.Find("max_resource") ?? problem.LastStep;
        var implied = problem.Find("s") is { } s && top is not null ? Math.Max(1, top.Value / Math.Pow(problem["eta"], s)) : 1;
        var first = problem.Find("min_resource") ?? implied;
        var settings = problem.Settings.Remove("s").SetItem("min_resource", first);
        return top > first ? settings.SetItem("max_resource", top.Value) : settings;
    }

    private static IEnumerable<SpaceError> Mistakes(PrunerProblem problem)
    {
        var (low, high, s, eta) = (problem.Find("min_resource"), problem.Find("max_resource"), problem.Find("s"), problem["eta"]);
        var top = high ?? problem.LastStep;
        if (low >= high) yield return new("min_resource", $"must be < max_resource (was {low} >= {high})");
        else if (high <= 1) yield return new("max_resource", $"must be > min_resource, which is 1 unless given (was {high})");
        else if (s is not null && low is not null) yield return new("s", $"implies min_resource, which is given too ({low}); give one of them");
        else if (s is not null && top is null) yield return new("s", "needs max_resource: the first rung is at max_resource / eta^s");
        else if (s is not null && top / Math.Pow(eta, s.Value) < 1 - 1e-9) yield return new("s", $"must leave a first rung at step 1 or later (was {s}: {top} / {eta}^{s} < 1)");
        if (problem.Find("brackets") > 1 && top is null) yield return new("brackets", "needs max_resource: without it there is one bracket");
    }
}
