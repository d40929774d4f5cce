using ArchOpt.Analysis.Charts;

namespace ArchOpt.Cli.Bench.Results;

/// <summary>One chart for each problem or task: the regret on a logarithmic scale, or the best value where no optimum is known.</summary>
internal static class RegretChart
{
    public static IEnumerable<(string FileName, LineChart Chart)> Of(BenchResults results)
    {
        var regrets = Curve.OfRegrets(results).ToLookup(curve => curve.Row, StringComparer.Ordinal);
        foreach (var row in Curve.OfValues(results).GroupBy(curve => curve.Row))
        {
            var problem = results.Problems.First(p => p.Row == row.Key);
            var metric = problem.Objective.Metric;
            var isRegret = regrets.Contains(row.Key);
            var title = isRegret ? $"{row.Key}: distance of the best {metric} to the optimum" : $"{row.Key}: best {metric}";
            var lines = isRegret ? regrets[row.Key] : row;
            yield return ($"{(isRegret ? "regret" : "best")}-{row.Key}.svg", new(
                title,
                $"median and quartiles over {row.Max(curve => curve.Runs)} runs",
                "trials",
                isRegret ? $"regret ({metric}, logarithmic)" : metric,
                isRegret,
                [.. lines.Select(curve => new ChartLine(curve.Strategy, [.. curve.Points.Select((point, i) => new ChartPoint(i + 1, point.Median, point.Lower, point.Upper))]))]));
        }
    }
}
