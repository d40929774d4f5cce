using System.Collections.Immutable;
using ArchOpt.Cli.Bench.Problems;

namespace ArchOpt.Cli.Bench.Results;

/// <summary>The median best losses that methods are compared by: of this run's strategies, and of peers that were measured elsewhere.</summary>
/// <param name="Problems">The problems to compare on.</param>
/// <param name="Strategies">Labels of this run's strategies.</param>
/// <param name="Peers">Names of the peers.</param>
/// <param name="Losses">By problem, method and number of trials; NaN when nothing feasible was found. Absent: not measured.</param>
internal sealed record MedianTable(
    ImmutableArray<BenchProblem> Problems,
    ImmutableArray<string> Strategies,
    ImmutableArray<string> Peers,
    IReadOnlyDictionary<(string Problem, string Method, int Trials), double> Losses)
{
    /// <summary>The trial counts that every problem reaches.</summary>
    public ImmutableArray<int> Checkpoints => BenchResults.Checkpoints(Problems.Min(problem => problem.Trials));

    public double? Loss(BenchProblem problem, string method, int trials) =>
        Losses.TryGetValue((problem.Name, method, trials), out var loss) ? loss : null;

    public static MedianTable Of(BenchResults results, IEnumerable<BenchProblem> problems, PeerResults peers)
    {
        ImmutableArray<BenchProblem> chosen = [.. problems];
        var losses = new Dictionary<(string, string, int), double>();
        foreach (var problem in chosen)
        {
            foreach (var trials in BenchResults.Checkpoints(problem.Trials))
            {
                foreach (var strategy in results.Strategies)
                {
                    if (results.MedianLoss(problem, strategy.Label, trials) is { } loss) losses[(problem.Name, strategy.Label, trials)] = loss;
                }

                foreach (var peer in peers.Names)
                {
                    if (peers.Find(problem.Name, peer, trials) is { } value) losses[(problem.Name, peer, trials)] = problem.Objective.Loss(value);
                }
            }
        }

        ImmutableArray<string> known = [.. peers.Names.Where(peer => losses.Keys.Any(key => key.Item2 == peer))];
        return new(chosen, [.. results.Strategies.Select(strategy => strategy.Label)], known, losses);
    }
}
