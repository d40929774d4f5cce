using System.Collections.Immutable;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Cli.Bench.Running;

/// <summary>Where a runner says what has happened; called by one thread at a time.</summary>
internal interface IBenchObserver
{
    void Finished(BenchRun run);

    void Broke(BrokenRun run);
}

/// <summary>Runs cells in parallel. The result of each depends on the cell alone, not on threads or order.</summary>
internal sealed class BenchRunner(int threads, TimeProvider clock)
{
    private readonly Lock gate = new();

    /// <exception cref="OperationCanceledException">The token was cancelled; finished runs have been reported.</exception>
    public async Task RunAsync(IReadOnlyList<BenchCell> cells, IBenchObserver observer, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(cells, options, async (cell, token) =>
        {
            // Without it, evaluators that complete synchronously would keep the loop in one thread.
            await Task.Yield();
            try
            {
                var run = await RunAsync(cell, token);
                lock (gate) observer.Finished(run);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                var broken = new BrokenRun(cell.Key, $"{e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}");
                lock (gate) observer.Broke(broken);
            }
        });
    }

    internal async Task<BenchRun> RunAsync(BenchCell cell, CancellationToken cancellationToken)
    {
        var problem = cell.Problem;
        var study = new StudyRun(StudyRun.Of(problem, cell.Strategy, cell.Seed), problem.Evaluator, clock);
        var curve = ImmutableArray.CreateBuilder<double>(problem.Trials);
        while (curve.Count < problem.Trials && await study.StepAsync(cancellationToken)) curve.Add(Better(problem.Objective, problem.Start, study.Best));
        var milliseconds = study.Trials > 0 ? study.Thinking.TotalMilliseconds / study.Trials : 0;
        while (curve.Count < problem.Trials) curve.Add(Better(problem.Objective, problem.Start, study.Best));
        return new(cell.Key, curve.MoveToImmutable(), milliseconds);
    }

    private static double Better(Objective objective, double? start, double? best) => (start, best) switch
    {
        (null, null) => double.NaN,
        ({ } value, null) => value,
        (null, { } value) => value,
        ({ } a, { } b) => objective.Loss(a) <= objective.Loss(b) ? a : b,
    };
}
