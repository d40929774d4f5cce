using System.Globalization;
using ArchOpt.Cli.Bench.Overhead;
using ArchOpt.Cli.Output;

namespace ArchOpt.Cli.Bench.Results;

/// <summary>The results as tables for people.</summary>
internal static class BenchTables
{
    /// <summary>A table with a column for each of a hundred modifier sets helps nobody; the files have them.</summary>
    private const int MostColumns = 12;

    public static async Task WriteAsync(BenchReport report, ResultWriter results)
    {
        for (var i = 0; i < report.Sections.Length; i++)
        {
            var section = report.Sections[i];
            if (i > 0) await results.LineAsync("");
            if (!section.Results.IsEmpty)
            {
                await results.LineAsync($"{section.Name}: best value of each run");
                Values(section).WriteTo(results);
            }

            if (section.Ranks.IsEmpty || report.IsPartOfAnother(section)) continue;
            await results.LineAsync("");
            await results.LineAsync($"{section.Name}: mean rank of the median best, by trials");
            Ranks(section, rank => rank.MeanRank, "0.00").WriteTo(results);
            if (section.Ranks.Any(rank => rank.IsPeer))
            {
                await results.LineAsync("");
                await results.LineAsync($"{section.Name}: mean rank, each strategy alone among the peers, by trials");
                Ranks(section, rank => rank.RankAmongPeers, "0.00").WriteTo(results);
            }

            if (section.Regrets.IsEmpty) continue;
            await results.LineAsync("");
            await results.LineAsync($"{section.Name}: geometric mean of normalised regrets (0 optimum, 1 random search), by trials");
            Ranks(section, rank => rank.GeometricMeanRegret, "0.0000").WriteTo(results);
            if (section.Regrets.Select(regret => regret.Problem).Distinct(StringComparer.Ordinal).Count() > MostColumns) continue;
            await results.LineAsync("");
            await results.LineAsync($"{section.Name}: normalised regret after {section.Regrets.Max(regret => regret.Trials)} trials");
            Regrets(section).WriteTo(results);
        }

        if (report.Overhead.IsEmpty) return;
        if (!report.Sections.IsEmpty) await results.LineAsync("");
        await results.LineAsync("overhead: median time of one proposal with its observation, ten floats");
        Overhead(report.Overhead).WriteTo(results);
    }

    private static TextTable Overhead(IEnumerable<OverheadRow> rows)
    {
        var table = new TextTable("STRATEGY", "#OBSERVATIONS", "#MS", "#FIRST MS", "#TIMES RANDOM");
        foreach (var row in rows)
        {
            table.Row(
                row.Strategy, row.Observations.ToString(CultureInfo.InvariantCulture), Text(row.Milliseconds, "0.000"),
                Text(row.FirstMilliseconds, "0.000"), Text(row.RelativeToRandom, "0.0"));
        }

        return table;
    }

    private static TextTable Values(SectionReport section)
    {
        var hasNotes = section.Results.Any(row => row.Note is not null);
        var hasShares = section.Results.Any(row => row.ShareOfOptimum is not null);
        string[] columns = ["PROBLEM", "STRATEGY", "#MEAN", "#MIN", "#MAX", "#MEDIAN", "#N", "#OPTIMUM", .. hasShares ? ["#SHARE"] : Array.Empty<string>(), "#MS/TRIAL"];
        var table = new TextTable(hasNotes ? [.. columns, "NOTE"] : columns);
        foreach (var row in section.Results)
        {
            string[] cells =
            [
                row.Problem, row.Strategy, Show.Number(row.Mean), Show.Number(row.Min), Show.Number(row.Max), Show.Number(row.Median),
                row.N.ToString(CultureInfo.InvariantCulture), Show.Number(row.Optimum), .. hasShares ? [Text(row.ShareOfOptimum, "0.0%")] : Array.Empty<string>(),
                Text(row.MillisecondsPerProposal, "0.00"),
            ];
            table.Row(hasNotes ? [.. cells, row.Note ?? ""] : cells);
        }

        return table;
    }

    private static TextTable Ranks(SectionReport section, Func<Rank, double?> figure, string format)
    {
        var trials = section.Ranks.Select(rank => rank.Trials).Distinct().Order().ToArray();
        var table = new TextTable(["METHOD", .. trials.Select(count => $"#{count}"), "#PROBLEMS"]);
        var methods = section.Ranks.Where(rank => figure(rank) is not null).ToLookup(rank => rank.Method, StringComparer.Ordinal);
        // A rank over a few problems is no rank over all of them: such methods stand below the others.
        var most = section.Ranks.Max(rank => rank.Problems);
        foreach (var method in methods.OrderBy(ranks => ranks.Max(rank => rank.Problems) * 2 <= most).ThenBy(ranks => figure(ranks.MaxBy(rank => rank.Trials)!)))
        {
            var figures = trials.Select(count => Text(method.FirstOrDefault(rank => rank.Trials == count) is { } rank ? figure(rank) : null, format));
            table.Row([method.Key, .. figures, method.Max(rank => rank.Problems).ToString(CultureInfo.InvariantCulture)]);
        }

        return table;
    }

    private static TextTable Regrets(SectionReport section)
    {
        var last = section.Regrets.Max(regret => regret.Trials);
        var final = section.Regrets.Where(regret => regret.Trials == last).ToArray();
        var problems = final.Select(regret => regret.Problem).Distinct(StringComparer.Ordinal).ToArray();
        var table = new TextTable(["METHOD", .. problems.Select(problem => $"#{problem}")]);
        foreach (var method in final.GroupBy(regret => regret.Method))
        {
            var figures = problems.Select(problem => Show.Number(method.FirstOrDefault(regret => regret.Problem == problem)?.Value is { } value ? Math.Round(value, 6) : (double?)null));
            table.Row([method.Key, .. figures]);
        }

        return table;
    }

    private static string Text(double? value, string format) => value is { } number ? number.ToString(format, CultureInfo.InvariantCulture) : "-";
}
