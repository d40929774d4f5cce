using System.Text.Json.Serialization;
using ArchOpt.Cli.Bench.Problems;

namespace ArchOpt.Cli.Bench.Results;

/// <summary>The final best values of a strategy on a problem, or on all modifier sets of a task.</summary>
/// <param name="N">How many runs there are; 0 when it is not applicable or nothing has finished.</param>
/// <param name="Optimum">The best possible value, on average over the sets; null when it is not known.</param>
/// <param name="ShareOfOptimum">The mean as a share of the optimum, for scores that start from 0; null for the others.</param>
/// <param name="MillisecondsPerProposal">Time in proposing and observing, on average.</param>
/// <param name="Note">Why there are no or fewer runs.</param>
internal sealed record ResultRow(
    string Section, string Problem, string Strategy, double? Mean, double? Min, double? Max, double? Median, int N,
    double? Optimum, double? ShareOfOptimum, double? MillisecondsPerProposal,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Note)
{
    /// <summary>One row for each problem (or task) and strategy, in the order of the results.</summary>
    public static IEnumerable<ResultRow> Of(BenchResults results) =>
        from row in results.Problems.GroupBy(problem => (problem.Section, problem.Row))
        from strategy in results.Strategies
        select Of(results, [.. row], strategy.Label);

    private static ResultRow Of(BenchResults results, BenchProblem[] problems, string strategy)
    {
        var first = problems[0];
        var runs = problems.SelectMany(problem => results.Of(problem, strategy)).ToArray();
        var values = runs.Select(run => run.Best).Where(double.IsFinite).ToArray();
        var mean = values.Length == 0 ? null : (double?)values.Average();
        var optimum = problems.All(problem => problem.Optimum is not null) ? problems.Average(problem => problem.Optimum!.Value) : (double?)null;
        return new(
            first.Section,
            first.Row,
            strategy,
            mean,
            values.Length == 0 ? null : values.Min(),
            values.Length == 0 ? null : values.Max(),
            values.Length == 0 ? null : Quantiles.Median(values),
            values.Length,
            optimum,
            first.Start == 0 && optimum > 0 ? mean / optimum : null,
            runs.Length == 0 ? null : runs.Average(run => run.Milliseconds),
            Explain(results, problems, strategy, runs.Length - values.Length));
    }

    private static string? Explain(BenchResults results, BenchProblem[] problems, string strategy, int without)
    {
        var refusal = problems.Select(problem => results.NotApplicable.GetValueOrDefault((problem.Name, strategy))).FirstOrDefault(reason => reason is not null);
        if (refusal is not null) return $"not applicable: {refusal}";
        var names = problems.Select(problem => problem.Name).ToHashSet(StringComparer.Ordinal);
        var broken = results.Broken.Where(run => run.Key.Strategy == strategy && names.Contains(run.Key.Problem)).ToArray();
        if (broken.Length > 0) return $"{broken.Length} failed: {broken[0].Error}";
        return without > 0 ? $"{without} found nothing feasible" : null;
    }
}
