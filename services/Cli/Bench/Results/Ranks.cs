using ArchOpt.Cli.Bench.Problems;

namespace ArchOpt.Cli.Bench.Results;

/// <summary>Where a method stands after so many trials.</summary>
/// <param name="Method">A strategy's label or a peer's name.</param>
/// <param name="Problems">On how many problems it was measured; the means are over these.</param>
/// <param name="MeanRank">Among the strategies of this run; null for a peer.</param>
/// <param name="RankAmongPeers">Of this strategy alone among all peers, or of a peer among the peers; null without peers.</param>
/// <param name="GeometricMeanRegret">Of the normalised regrets; null where there is none.</param>
internal sealed record Rank(string Method, bool IsPeer, int Trials, int Problems, double? MeanRank, double? RankAmongPeers, double? GeometricMeanRegret)
{
    /// <summary>One for each method and checkpoint.</summary>
    public static IEnumerable<Rank> Of(MedianTable table, string? baseline)
    {
        foreach (var trials in table.Checkpoints)
        {
            foreach (var method in table.Strategies.Concat(table.Peers))
            {
                var isPeer = !table.Strategies.Contains(method, StringComparer.Ordinal);
                var measured = table.Problems.Where(problem => table.Loss(problem, method, trials) is not null).ToArray();
                if (measured.Length == 0) continue;
                yield return new(
                    method,
                    isPeer,
                    trials,
                    measured.Length,
                    isPeer ? null : measured.Average(problem => Ranks.Of(table, problem, method, table.Strategies, trials)),
                    table.Peers.IsEmpty ? null : measured.Average(problem => Ranks.Of(table, problem, method, table.Peers, trials)),
                    Regrets.GeometricMean(measured.Select(problem => Regrets.Of(table, problem, method, baseline, trials))));
            }
        }
    }
}

/// <summary>The arithmetic of ranks.</summary>
internal static class Ranks
{
    /// <summary>
    /// 1 plus the number of better ones; those that share a place get the mean of the places they take, so ranks always
    /// add up. Found nothing is worst.
    /// </summary>
    /// <param name="own">The loss to rank.</param>
    /// <param name="others">The losses to rank it among, without its own.</param>
    public static double Among(double own, IEnumerable<double> others)
    {
        var better = 0;
        var equal = 0;
        foreach (var other in others)
        {
            var order = Worst(other).CompareTo(Worst(own));
            if (order < 0) better++;
            else if (order == 0) equal++;
        }

        return 1 + better + (equal / 2.0);
    }

    internal static double Of(MedianTable table, BenchProblem problem, string method, IEnumerable<string> rivals, int trials) => Among(
        table.Loss(problem, method, trials)!.Value,
        rivals.Where(rival => rival != method).Select(rival => table.Loss(problem, rival, trials)).OfType<double>());

    private static double Worst(double loss) => double.IsNaN(loss) ? double.PositiveInfinity : loss;
}
