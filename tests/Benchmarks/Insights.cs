using System.Diagnostics;
using ArchOpt.Insight;
using ArchOpt.Insight.Importance;
using ArchOpt.Insight.Trends;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Benchmarks;

/// <summary>
/// What an analysis costs at 10,000 trials of ten floats under a noisy objective with interactions, in seconds of processor time: on a shared machine the
/// clock would measure the neighbours.
/// </summary>
internal static class Insights
{
    private const int Parameters = 10;
    private const int Trials = 10_000;

    private static readonly SearchSpace Space = new([.. Enumerable.Range(0, Parameters).Select(i => new FloatParameter($"x{i}", 0, 1))]);

    public static Task<IEnumerable<Figure>> RunAsync(int trials, int repeats, CancellationToken cancellationToken)
    {
        var input = Sample();
        List<double> columns = [], trends = [], anova = [], top = [];
        for (var i = -1; i < repeats; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            InsightData data = input;
            var (a, b, c, d) = (
                Seconds(() => data = new(Space, input.Objective, input.Trials)),
                Seconds(() => TrendTables.Of(data)),
                Seconds(() => FunctionalAnova.Of(data)),
                Seconds(() => PedAnova.Of(data)));
            if (i < 0) continue; // the first pass compiles
            columns.Add(a);
            trends.Add(b);
            anova.Add(c);
            top.Add(d);
        }

        return Task.FromResult<IEnumerable<Figure>>(
        [
            new("insight, columns and ranking of 10,000 trials", columns, "s", ""),
            new("insight, trend tables", trends, "s", ""),
            new("insight, fANOVA with pairs and noise check", anova, "s", "<= 2"),
            new("insight, PED-ANOVA", top, "s", ""),
        ]);
    }

    private static InsightData Sample() => new(Space, new("loss", Maximize: false), Enumerable.Range(0, Trials).Select(i =>
    {
        var stream = RandomStream.For(3, i);
        var configuration = Space.Sample(stream);
        double X(int p) => configuration[$"x{p}"].Number;
        var value = Math.Sin(6 * X(0)) + 2 * Math.Pow(X(1) - 0.5, 2) + 3 * X(2) * X(3) + 0.5 * X(4) + 0.1 * stream.NextNormal();
        return new InsightTrial(i, configuration, Search.Strategies.ObservedOutcome.Completed, value);
    }));

    private static double Seconds(Action work)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        work();
        process.Refresh();
        return (process.TotalProcessorTime - before).TotalSeconds;
    }
}
