using System.Collections.Immutable;
using ArchOpt.Cli.Bench.Problems;

namespace ArchOpt.Cli.Bench.Running;

/// <summary>One run to do: a strategy on a problem with a seed.</summary>
internal sealed record BenchCell(BenchProblem Problem, BenchStrategy Strategy, int Seed)
{
    public RunKey Key => new(Problem.Name, Strategy.Label, Seed);
}

/// <summary>What identifies a run within a benchmark.</summary>
internal readonly record struct RunKey(string Problem, string Strategy, int Seed);

/// <summary>A finished run.</summary>
/// <param name="Curve">
/// The best value after each trial, in the objective's own direction; NaN as long as there is none. A strategy that
/// had nothing left to propose keeps its last best to the end.
/// </param>
/// <param name="Milliseconds">Time spent in proposing and observing per trial, on average.</param>
internal sealed record BenchRun(RunKey Key, ImmutableArray<double> Curve, double Milliseconds)
{
    /// <summary>The best value of all trials.</summary>
    public double Best => Curve[^1];
}

/// <summary>A run that ended in an exception: a defect of the strategy or the evaluator.</summary>
internal sealed record BrokenRun(RunKey Key, string Error);
