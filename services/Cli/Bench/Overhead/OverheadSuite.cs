using System.Collections.Immutable;
using ArchOpt.Cli.Bench.Problems;
using ArchOpt.Cli.Bench.Running;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Cli.Bench.Overhead;

/// <summary>How long a strategy thinks about one trial of ten floats when it has seen so many.</summary>
/// <param name="Milliseconds">Median of proposing one trial and observing its result.</param>
/// <param name="FirstMilliseconds">The first proposal after all observations were folded at once, as after a restart.</param>
/// <param name="RelativeToRandom">Times the median of random search in the same run; null when random search could not be told from 0.</param>
internal sealed record OverheadRow(string Strategy, int Observations, double Milliseconds, double FirstMilliseconds, double? RelativeToRandom);

/// <summary>Measures what strategies cost. One thread, nothing beside it: these are times, not results.</summary>
internal sealed class OverheadSuite(TimeProvider clock)
{
    public const string Name = "overhead";

    private const int Dimensions = 10;
    private const int MostSteps = 100;
    private const int FewestSteps = 5;
    private const int WarmUp = 60;

    /// <summary>A strategy that needs longer than this for its steps is not asked for all of them.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static ImmutableArray<int> DefaultObservations { get; } = [100, 1_000, 10_000];

    private static readonly BenchProblem Problem = Create();

    /// <summary>Random search is measured whether it is among the strategies or not.</summary>
    /// <param name="report">Told about each measurement as it is made.</param>
    public async Task<ImmutableArray<OverheadRow>> MeasureAsync(
        ImmutableArray<BenchStrategy> strategies, ImmutableArray<int> observations, Func<string, Task> report, CancellationToken cancellationToken)
    {
        var rows = ImmutableArray.CreateBuilder<OverheadRow>();
        var random = BenchStrategy.Of(RandomSearch.Description);
        var able = strategies.Where(strategy => strategy.Label != random.Label && Results.BenchResults.Refusal(Problem, strategy) is null).Prepend(random).ToList();
        foreach (var strategy in able) await TimeAsync(strategy, WarmUp, cancellationToken); // compiles what it uses
        foreach (var count in observations)
        {
            double? unit = null;
            foreach (var strategy in able)
            {
                var (first, median) = await TimeAsync(strategy, count, cancellationToken);
                unit ??= median;
                rows.Add(new(strategy.Label, count, median, first, unit > 0 ? median / unit : null));
                await report($"overhead: {strategy.Label} at {count} observations: {median:0.000} ms");
            }
        }

        return rows.ToImmutable();
    }

    private async Task<(double First, double Median)> TimeAsync(BenchStrategy strategy, int observations, CancellationToken cancellationToken)
    {
        var run = new StudyRun(StudyRun.Of(Problem, strategy, 0) with { Budget = new(observations + MostSteps + 1, 1, null, null) }, Problem.Evaluator, clock);
        for (var i = 0; i < observations; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await run.RunAsync(Problem.Study.Space.Sample(RandomStream.For(i)), cancellationToken);
        }

        var first = await StepAsync(run, cancellationToken);
        var times = new List<double>(MostSteps);
        var started = clock.GetTimestamp();
        while (times.Count < MostSteps && (times.Count < FewestSteps || clock.GetElapsedTime(started) < Patience)) times.Add(await StepAsync(run, cancellationToken));
        return (first, Results.Quantiles.Median(times));
    }

    private static async Task<double> StepAsync(StudyRun run, CancellationToken cancellationToken)
    {
        var before = run.Thinking;
        await run.StepAsync(cancellationToken);
        return (run.Thinking - before).TotalMilliseconds;
    }

    private static BenchProblem Create()
    {
        var space = new SearchSpace([.. Enumerable.Range(0, Dimensions).Select(i => new FloatParameter($"x{i}", -5, 5))]);
        var evaluator = new FormulaEvaluator(Name, configuration => configuration.Entries.Sum(entry => (entry.Value.Number - 1) * (entry.Value.Number - 1)));
        return new(Name, Name, Name, BenchStudy.Minimise(Name, space, new(Name, "{}"), 1), evaluator);
    }
}
