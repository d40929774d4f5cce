using System.Diagnostics;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Benchmarks;

/// <summary>
/// What a proposal costs: every strategy of the catalogue over ten floats, after 100, 1,000, 10,000 and 100,000 observations. Measured is
/// one round of a sequential study, Propose and Observe, in milliseconds of processor time: on a shared machine the clock would
/// measure the neighbours.
/// </summary>
internal static class Overhead
{
    private const int Parameters = 10;
    private const int Rounds = 50;
    private const long Seed = 7;

    private static readonly int[] Counts = [100, 1_000, 10_000, 100_000];

    private static readonly SearchSpace Space = new([.. Enumerable.Range(0, Parameters).Select(i => new FloatParameter($"x{i}", 0, 1))]);

    /// <param name="only">Names of strategies; empty for all that can search this space.</param>
    /// <param name="mostSeconds">A strategy is asked about no larger history once a measurement took longer than this.</param>
    /// <param name="repeats">How often; the median counts.</param>
    public static IEnumerable<Figure> Run(IReadOnlyCollection<string> only, double mostSeconds, int repeats, CancellationToken cancellationToken)
    {
        foreach (var strategy in StrategyCatalogue.All)
        {
            if (only.Count > 0 && !only.Contains(strategy.Name)) continue;
            var problem = new StrategyProblem(Space, 1, null, strategy.FillSettings(new Dictionary<string, double>()), Seed);
            if (strategy.Check(problem) is not null) continue;
            Measure(strategy, problem, Counts[0]); // compiles
            foreach (var count in Counts)
            {
                var watch = Stopwatch.StartNew();
                var runs = new List<double>();
                for (var i = 0; i < repeats; i++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    runs.Add(Measure(strategy, problem, count));
                }

                yield return new($"{strategy.Name}, {count:N0} observations", runs, "ms", Target(strategy.Name, count));
                if (watch.Elapsed.TotalSeconds > mostSeconds) break;
            }
        }
    }

    private static double Measure(StrategyDescription description, StrategyProblem problem, int count)
    {
        var strategy = StrategyCatalogue.Create(description.Name, problem);
        for (var i = 0; i < count; i++) Observe(strategy, i, new Proposal.Next(Space.Sample(RandomStream.For(Seed, i)), ""));
        using var process = Process.GetCurrentProcess();
        var before = Used(process);
        var asked = 0;
        for (; asked < Rounds; asked++)
        {
            if (strategy.Propose(new(count + asked, Seed, [])) is not Proposal.Next next) break;
            Observe(strategy, count + asked, next);
        }

        return (Used(process) - before).TotalMilliseconds / Math.Max(1, asked);
    }

    private static void Observe(IStrategy strategy, long number, Proposal.Next next) => strategy.Observe(
        new(number, next.Configuration, ObservedOutcome.Completed, [next.Configuration.Entries.Sum(entry => Math.Pow(entry.Value.Number - 0.3, 2))]));

    private static TimeSpan Used(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }

    private static string Target(string strategy, int count) => (strategy, count) switch
    {
        ("tpe", <= 1_000) => "<= 1",
        ("tpe", 100_000) => "<= 5",
        ("gp", <= 1_000) => "<= 50",
        _ => "",
    };
}
