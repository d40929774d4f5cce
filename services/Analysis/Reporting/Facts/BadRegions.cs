using System.Collections.Immutable;
using ArchOpt.Insight;
using ArchOpt.Insight.Trends;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Strategies;
using MathNet.Numerics.Distributions;

namespace ArchOpt.Analysis.Reporting.Facts;

/// <summary>Values at which trials end badly far more often than elsewhere.</summary>
/// <param name="Values">One parameter with its value (or bin of values), or two together.</param>
/// <param name="N">How many trials are there ...</param>
/// <param name="Bad">... and how many of them ended badly.</param>
internal sealed record BadRegion(ImmutableArray<(string Parameter, string Label)> Values, int N, int Bad)
{
    public double Rate => (double)Bad / N;
}

/// <summary>Where in the space trials are infeasible, or fail. Rates are counted; nothing is modelled.</summary>
/// <param name="N">How many trials the rates are of.</param>
/// <param name="Bad">How many of them ended badly.</param>
/// <param name="Regions">Single values first, the highest rate first; then pairs that explain what no single value does.</param>
internal sealed record BadRegions(int N, int Bad, ImmutableArray<BadRegion> Regions)
{
    private const double Alpha = 0.01;
    private const int FewestTrials = 5;
    private const int MostColumns = 12;
    private const int MostPairs = 5;

    /// <summary>How much more often than anywhere trials must end badly, for a value to be named.</summary>
    private const double Excess = 1.5;

    /// <summary>What a pair must reach, and none of its values alone.</summary>
    private const double PairRate = 0.75, SingleRate = 0.6;

    public double Rate => N == 0 ? 0 : (double)Bad / N;

    public static BadRegions Infeasible(InsightData data) => Of(data, outcome => outcome != ObservedOutcome.Failed, outcome => outcome == ObservedOutcome.Infeasible);

    public static BadRegions Failed(InsightData data) => Of(data, _ => true, outcome => outcome == ObservedOutcome.Failed);

    private static BadRegions Of(InsightData data, Func<ObservedOutcome, bool> counts, Func<ObservedOutcome, bool> isBad)
    {
        // The rate of a bad end is the mean of an objective that is 1 where a trial ended badly: the tables of trends do the binning.
        var ends = data.Trials.Where(trial => counts(trial.Outcome)).Select(trial => trial with { Outcome = ObservedOutcome.Completed, Value = isBad(trial.Outcome) ? 1 : 0 });
        var rates = new InsightData(data.Space, new("rate", Maximize: true), ends);
        var (n, bad) = (rates.Measured.Length, rates.Measured.Count(trial => trial.Value > 0));
        if (bad < FewestTrials || bad == n) return new(n, bad, []);
        var tables = TrendTables.Of(rates);
        var overall = (double)bad / n;
        var telling = tables.Where(table => PValue(table, overall) <= Alpha / tables.Length).ToList();
        var singles = telling
            .SelectMany(table => table.Rows.Where(row => row.N >= FewestTrials && row.Mean >= Excess * overall).Select(row => Region([(table.Parameter, row.Label)], row.N, row.Mean)))
            .OrderByDescending(region => region.Rate)
            .ThenByDescending(region => region.N);
        return new(n, bad, [.. singles, .. Pairs(rates, tables, overall)]);
    }

    private static BadRegion Region(ImmutableArray<(string, string)> values, int n, double rate) => new(values, n, (int)Math.Round(n * rate));

    /// <summary>Chi-squared of the table of rows by bad and good.</summary>
    private static double PValue(Trend table, double overall)
    {
        if (table.Rows.Length < 2) return 1;
        var statistic = table.Rows.Sum(row => row.N * (row.Mean - overall) * (row.Mean - overall) / (overall * (1 - overall)));
        return 1 - ChiSquared.CDF(table.Rows.Length - 1, statistic);
    }

    private static IEnumerable<BadRegion> Pairs(InsightData rates, ImmutableArray<Trend> tables, double overall)
    {
        var used = tables.OrderBy(table => PValue(table, overall)).Take(MostColumns).ToArray();
        var places = Array.ConvertAll(used, table => Rows(rates, table));
        var found = new List<BadRegion>();
        for (var a = 0; a < used.Length; a++)
        {
            for (var b = a + 1; b < used.Length; b++) found.AddRange(Pairs(rates, used[a], places[a], used[b], places[b], overall));
        }

        return found.OrderByDescending(region => region.Rate).ThenByDescending(region => region.N).Take(MostPairs);
    }

    private static IEnumerable<BadRegion> Pairs(InsightData rates, Trend first, int[] firstRows, Trend second, int[] secondRows, double overall)
    {
        var (n, bad) = (new int[first.Rows.Length, second.Rows.Length], new int[first.Rows.Length, second.Rows.Length]);
        for (var i = 0; i < firstRows.Length; i++)
        {
            if (firstRows[i] < 0 || secondRows[i] < 0) continue;
            n[firstRows[i], secondRows[i]]++;
            if (rates.Measured[i].Value > 0) bad[firstRows[i], secondRows[i]]++;
        }

        for (var x = 0; x < first.Rows.Length; x++)
        {
            for (var y = 0; y < second.Rows.Length; y++)
            {
                if (n[x, y] < FewestTrials || first.Rows[x].IsInactive || second.Rows[y].IsInactive) continue;
                var rate = (double)bad[x, y] / n[x, y];
                if (rate < PairRate || rate < Excess * overall || first.Rows[x].Mean > SingleRate || second.Rows[y].Mean > SingleRate) continue;
                yield return new([(first.Parameter, first.Rows[x].Label), (second.Parameter, second.Rows[y].Label)], n[x, y], bad[x, y]);
            }
        }
    }

    /// <summary>For each trial its row in the table; -1 where it is in none.</summary>
    private static int[] Rows(InsightData rates, Trend table)
    {
        var column = rates.Columns.Single(c => c.Path == table.Parameter);
        return [.. column.Values.Select(value => Row(table, value))];
    }

    private static int Row(Trend table, ParameterValue? value)
    {
        for (var i = 0; i < table.Rows.Length; i++)
        {
            var row = table.Rows[i];
            var isIn = value is not { } some ? row.IsInactive
                : row.Value is { } own ? own == some
                : !row.IsInactive && some.Kind == ParameterValueKind.Number && some.Number >= row.Low && some.Number <= row.High;
            if (isIn) return i;
        }

        return -1;
    }
}
