using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ArchOpt.Cli.Bench.Problems;

namespace ArchOpt.Cli.Bench.Results;

/// <summary>Quartiles over runs after one trial; NaN while too few runs have found anything feasible.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CurvePoint(double Median, double Lower, double Upper);

/// <summary>How a strategy develops on a problem, or over all modifier sets of a task.</summary>
/// <param name="Points">After trials 1, 2, ...</param>
internal sealed record Curve(string Row, string Strategy, int Runs, ImmutableArray<CurvePoint> Points)
{
    /// <summary>Of the best values, in the objective's own direction.</summary>
    public static IEnumerable<Curve> OfValues(BenchResults results) => Of(results, (problem, value) => problem.Objective.Loss(value), (problem, loss) => problem.Objective.Loss(loss));

    /// <summary>Of the distances to the optimum, never below 0; only where it is known.</summary>
    public static IEnumerable<Curve> OfRegrets(BenchResults results)
    {
        var known = results.Problems.GroupBy(problem => problem.Row).Where(row => row.All(problem => problem.Optimum is not null)).SelectMany(row => row);
        return Of(results with { Problems = [.. known] }, Distance, (_, distance) => distance);

        static double Distance(BenchProblem problem, double value) =>
            Math.Max(0, problem.Objective.Loss(value) - problem.Objective.Loss(problem.Optimum!.Value));
    }

    /// <param name="results">All runs.</param>
    /// <param name="loss">What a run's best value counts as, smaller being better.</param>
    /// <param name="figure">The figure to show for a loss.</param>
    private static IEnumerable<Curve> Of(BenchResults results, Func<BenchProblem, double, double> loss, Func<BenchProblem, double, double> figure)
    {
        foreach (var row in results.Problems.GroupBy(problem => problem.Row))
        {
            var first = row.First();
            foreach (var strategy in results.Strategies)
            {
                var runs = row.SelectMany(problem => results.Of(problem, strategy.Label).Select(run => (problem, run.Curve))).ToArray();
                if (runs.Length == 0) continue;
                var points = Enumerable.Range(0, first.Trials).Select(i => Point([.. runs.Select(run => loss(run.problem, run.Curve[i]))], value => figure(first, value)));
                yield return new(row.Key, strategy.Label, runs.Length, [.. points]);
            }
        }
    }

    private static CurvePoint Point(double[] losses, Func<double, double> figure)
    {
        var (first, third) = (figure(Quantiles.Of(losses, 0.25)), figure(Quantiles.Of(losses, 0.75)));
        return new(figure(Quantiles.Median(losses)), Math.Min(first, third), Math.Max(first, third));
    }
}
