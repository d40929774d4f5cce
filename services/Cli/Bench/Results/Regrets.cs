using ArchOpt.Cli.Bench.Problems;

namespace ArchOpt.Cli.Bench.Results;

/// <summary>The normalised regret of a method on a problem: 0 is the optimum, 1 is random search after as many trials.</summary>
internal sealed record Regret(string Problem, string Method, int Trials, double Value);

/// <summary>The arithmetic of regrets.</summary>
internal static class Regrets
{
    /// <summary>In a geometric mean smaller ones count as this: beyond it a problem is solved, and digits should not outweigh other problems.</summary>
    public const double Floor = 1e-4;

    /// <summary>(loss - optimum) / (baseline's loss - optimum), not below 0; null where the baseline has reached the optimum or found nothing.</summary>
    public static double? Normalise(double loss, double optimum, double baseline)
    {
        var range = baseline - optimum;
        return double.IsFinite(loss) && double.IsFinite(range) && range > 0 ? Math.Max(0, loss - optimum) / range : null;
    }

    /// <summary>Of a method on a problem; null where it was not measured or nothing is known to compare with.</summary>
    /// <param name="baseline">The method that is random search; null when it was not measured.</param>
    public static double? Of(MedianTable table, BenchProblem problem, string method, string? baseline, int trials) =>
        problem.Optimum is { } optimum && baseline is not null
        && table.Loss(problem, method, trials) is { } loss && table.Loss(problem, baseline, trials) is { } random
            ? Normalise(loss, problem.Objective.Loss(optimum), random)
            : null;

    /// <summary>Null when there is none.</summary>
    public static double? GeometricMean(IEnumerable<double?> regrets)
    {
        var known = regrets.OfType<double>().ToArray();
        return known.Length == 0 ? null : Math.Exp(known.Average(regret => Math.Log(Math.Max(Floor, regret))));
    }

    public static IEnumerable<Regret> All(MedianTable table, string? baseline) =>
        from trials in table.Checkpoints
        from problem in table.Problems
        from method in table.Strategies.Concat(table.Peers)
        let regret = Of(table, problem, method, baseline, trials)
        where regret is not null
        select new Regret(problem.Name, method, trials, regret.Value);
}
