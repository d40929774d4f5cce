using System.Collections.Immutable;
using ArchOpt.Cli.Bench.Problems;
using ArchOpt.Cli.Bench.Running;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Cli.Bench.Results;

/// <summary>Everything that a benchmark has found out so far.</summary>
/// <param name="Problems">In the order in which to show them.</param>
/// <param name="Strategies">Likewise.</param>
/// <param name="NotApplicable">Why a strategy does not work on a problem.</param>
/// <param name="Runs">The finished runs.</param>
/// <param name="Broken">Runs that ended in an exception.</param>
internal sealed record BenchResults(
    ImmutableArray<BenchProblem> Problems,
    ImmutableArray<BenchStrategy> Strategies,
    IReadOnlyDictionary<(string Problem, string Strategy), string> NotApplicable,
    IReadOnlyDictionary<(string Problem, string Strategy), ImmutableArray<BenchRun>> Runs,
    ImmutableArray<BrokenRun> Broken)
{
    public static BenchResults None { get; } = new(
        [], [], new Dictionary<(string, string), string>(), new Dictionary<(string, string), ImmutableArray<BenchRun>>(), []);

    public ImmutableArray<BenchRun> Of(BenchProblem problem, string strategy) => Runs.GetValueOrDefault((problem.Name, strategy), []);

    /// <summary>The median over seeds of the best value after so many trials, as a loss; null without runs.</summary>
    public double? MedianLoss(BenchProblem problem, string strategy, int trials)
    {
        var runs = Of(problem, strategy);
        return runs.IsEmpty ? null : Quantiles.Median(runs.Select(run => problem.Objective.Loss(run.Curve[trials - 1])));
    }

    /// <summary>Why a strategy cannot work on a problem; null when it can.</summary>
    public static string? Refusal(BenchProblem problem, BenchStrategy strategy)
    {
        var study = StudyRun.Of(problem, strategy, 0);
        return strategy.Description.Check(Studies.History.StudyStrategy.Problem(study));
    }

    private static readonly int[] Compared = [10, 25, 50, 100];

    /// <summary>The trial counts at which methods are compared: 10, 25, 50 and 100 as far as the budget goes, and its end.</summary>
    public static ImmutableArray<int> Checkpoints(int trials) => [.. Compared.Where(count => count < trials), trials];

    /// <summary>The name of the baseline that regrets are relative to.</summary>
    public const string Baseline = RandomSearch.Name;
}
