using System.Globalization;
using System.Text;
using ArchOpt.Analysis.Charts;
using ArchOpt.Studies.Export;

namespace ArchOpt.Cli.Bench.Results;

/// <summary>The files of a benchmark beside its runs: figures as CSV, regret curves as SVG. Written anew by every call.</summary>
internal static class BenchFiles
{
    /// <exception cref="CliException">It cannot be created.</exception>
    public static void CreateDirectory(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliException.Wrong($"--out: '{path}' cannot be created ({e.Message.ReplaceLineEndings(" ")})", e);
        }
    }

    public static async Task WriteAsync(string directory, BenchReport report, BenchResults results, CancellationToken cancellationToken)
    {
        if (!results.Problems.IsEmpty)
        {
            await WriteAsync(Path.Combine(directory, "summary.csv"), Summary(report), cancellationToken);
            await WriteAsync(Path.Combine(directory, "ranks.csv"), Ranks(report), cancellationToken);
            await WriteAsync(Path.Combine(directory, "regrets.csv"), Regrets(report), cancellationToken);
            await WriteAsync(Path.Combine(directory, "curves.csv"), Curves(Curve.OfValues(results)), cancellationToken);
            foreach (var (name, chart) in RegretChart.Of(results))
                await File.WriteAllTextAsync(Path.Combine(directory, name), SvgChart.Draw(chart), cancellationToken);
        }

        if (!report.Overhead.IsEmpty) await WriteAsync(Path.Combine(directory, "overhead.csv"), Overhead(report), cancellationToken);
    }

    private static IEnumerable<string[]> Summary(BenchReport report) => report.Sections.SelectMany(section => section.Results)
        .Select(row => new[]
        {
            row.Section, row.Problem, row.Strategy, Text(row.Mean), Text(row.Min), Text(row.Max), Text(row.Median),
            Text(row.N), Text(row.Optimum), Text(row.ShareOfOptimum), Text(row.MillisecondsPerProposal), row.Note ?? "",
        })
        .Prepend(["section", "problem", "strategy", "mean", "min", "max", "median", "n", "optimum", "share_of_optimum", "ms_per_proposal", "note"]);

    private static IEnumerable<string[]> Ranks(BenchReport report) => report.Sections
        .SelectMany(section => section.Ranks.Select(rank => new[]
        {
            section.Name, rank.Method, rank.IsPeer ? "peer" : "strategy", Text(rank.Trials), Text(rank.Problems),
            Text(rank.MeanRank), Text(rank.RankAmongPeers), Text(rank.GeometricMeanRegret),
        }))
        .Prepend(["section", "method", "kind", "trials", "problems", "mean_rank", "rank_among_peers", "geometric_mean_regret"]);

    private static IEnumerable<string[]> Regrets(BenchReport report) => report.Sections.Where(section => !section.Results.IsEmpty)
        .SelectMany(section => section.Regrets)
        .Select(regret => new[] { regret.Problem, regret.Method, Text(regret.Trials), Text(regret.Value) })
        .Prepend(["problem", "method", "trials", "normalised_regret"]);

    private static IEnumerable<string[]> Curves(IEnumerable<Curve> curves) => curves
        .SelectMany(curve => curve.Points.Select((point, i) => new[]
        {
            curve.Row, curve.Strategy, Text(i + 1), Text(point.Median), Text(point.Lower), Text(point.Upper), Text(curve.Runs),
        }))
        .Prepend(["problem", "strategy", "trial", "median", "lower_quartile", "upper_quartile", "n"]);

    private static IEnumerable<string[]> Overhead(BenchReport report) => report.Overhead
        .Select(row => new[] { row.Strategy, Text(row.Observations), Text(row.Milliseconds), Text(row.FirstMilliseconds), Text(row.RelativeToRandom) })
        .Prepend(["strategy", "observations", "ms_per_proposal", "first_ms", "times_random"]);

    private static Task WriteAsync(string path, IEnumerable<string[]> lines, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        foreach (var line in lines) text.Append(Csv.Line(line));
        return File.WriteAllTextAsync(path, text.ToString(), cancellationToken);
    }

    private static string Text(double? value) => value is { } number && double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : "";
}
