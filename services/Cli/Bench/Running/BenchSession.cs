using System.Collections.Immutable;
using ArchOpt.Cli.Bench.Problems;
using ArchOpt.Cli.Bench.Results;

namespace ArchOpt.Cli.Bench.Running;

/// <summary>
/// A benchmark from its plan to its results: takes over what an earlier call has finished, runs the rest, keeps every
/// run the moment it is finished.
/// </summary>
/// <param name="file">Where finished runs are kept; null keeps them in memory only.</param>
internal sealed class BenchSession(RunsFile? file, TimeProvider clock) : IBenchObserver
{
    private readonly Dictionary<RunKey, BenchRun> runs = [];
    private readonly List<BrokenRun> broken = [];
    private Dictionary<string, BenchProblem> problems = new(StringComparer.Ordinal);
    private Action<BenchProgress> show = _ => { };
    private int before;
    private int total;
    private long started;

    /// <param name="seeds">How many seeds a problem is run with: 0, 1, ...</param>
    /// <param name="display">Gets the function that does the work and reports progress; see <see cref="BenchDisplay"/>.</param>
    /// <exception cref="CliException">The kept runs have other settings.</exception>
    /// <exception cref="OperationCanceledException">Interrupted; what was finished is kept.</exception>
    public async Task<BenchResults> RunAsync(
        ImmutableArray<BenchProblem> problems,
        ImmutableArray<BenchStrategy> strategies,
        Func<BenchProblem, int> seeds,
        int threads,
        Func<Func<Action<BenchProgress>, Task>, Task> display,
        CancellationToken cancellationToken)
    {
        this.problems = problems.ToDictionary(problem => problem.Name, StringComparer.Ordinal);
        var refusals = Refusals(problems, strategies);
        // Seeds outermost: an interrupted benchmark has all methods on all problems with fewer seeds, which can be compared.
        var cells = (
            from seed in Enumerable.Range(0, problems.Max(seeds))
            from problem in problems
            where seed < seeds(problem)
            from strategy in strategies
            where !refusals.ContainsKey((problem.Name, strategy.Label))
            select new BenchCell(problem, strategy, seed)).ToList();
        var known = file?.RunsOf(problems) ?? new Dictionary<RunKey, BenchRun>();
        foreach (var cell in cells)
        {
            if (known.TryGetValue(cell.Key, out var run)) runs[cell.Key] = run;
        }

        (before, total, started) = (runs.Count, cells.Count, clock.GetTimestamp());
        var open = cells.Where(cell => !runs.ContainsKey(cell.Key)).ToList();
        await display(async report =>
        {
            show = report;
            await new BenchRunner(threads, clock).RunAsync(open, this, cancellationToken);
        });
        return new(problems, strategies, refusals, Group(), [.. broken]);
    }

    public void Finished(BenchRun run)
    {
        file?.Append(problems[run.Key.Problem], run);
        runs[run.Key] = run;
        Report(run.Key);
    }

    public void Broke(BrokenRun run)
    {
        broken.Add(run);
        Report(run.Key);
    }

    private void Report(RunKey key)
    {
        var seconds = clock.GetElapsedTime(started).TotalSeconds;
        var done = runs.Count + broken.Count;
        show(new(done, total, broken.Count, seconds > 0 ? (done - before) / seconds : 0, $"{key.Problem} {key.Strategy}"));
    }

    private Dictionary<(string, string), ImmutableArray<BenchRun>> Group() => runs.Values
        .GroupBy(run => (run.Key.Problem, run.Key.Strategy))
        .ToDictionary(group => group.Key, group => group.OrderBy(run => run.Key.Seed).ToImmutableArray());

    private static Dictionary<(string Problem, string Strategy), string> Refusals(ImmutableArray<BenchProblem> problems, ImmutableArray<BenchStrategy> strategies)
    {
        var refusals = new Dictionary<(string, string), string>();
        foreach (var problem in problems)
        {
            foreach (var strategy in strategies)
            {
                if (BenchResults.Refusal(problem, strategy) is { } reason) refusals[(problem.Name, strategy.Label)] = reason;
            }
        }

        return refusals;
    }
}
