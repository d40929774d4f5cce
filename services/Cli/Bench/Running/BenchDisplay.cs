using ArchOpt.Cli.Output;
using Spectre.Console;

namespace ArchOpt.Cli.Bench.Running;

/// <summary>How far a benchmark is.</summary>
/// <param name="Done">Runs that have ended, those of earlier calls included.</param>
/// <param name="Rate">Runs per second in this call.</param>
internal sealed record BenchProgress(int Done, int Total, int Broken, double Rate, string Last)
{
    public IEnumerable<string> Facts()
    {
        if (Rate > 0 && Done < Total) yield return $"{Show.Duration((Total - Done) / Rate)} left";
        if (Broken > 0) yield return $"{Broken} failed";
        if (Last.Length > 0) yield return Last;
    }
}

/// <summary>Progress on standard error: a bar for a person at a terminal, a line a second for logs and pipes.</summary>
internal static class BenchDisplay
{
    private const int BarWidth = 30;
    private static readonly TimeSpan LiveInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(1);

    public static Task ShowAsync(Surroundings surroundings, Func<Action<BenchProgress>, Task> work) =>
        surroundings.ErrorIsTerminal ? LiveAsync(surroundings, work) : PlainAsync(surroundings, work);

    private static Task LiveAsync(Surroundings surroundings, Func<Action<BenchProgress>, Task> work)
    {
        var console = Terminal.Create(surroundings.Error, surroundings.ErrorIsTerminal, surroundings.Colours);
        return console.Live(new Text("starting ...")).AutoClear(true).StartAsync(context => work(AtMostEvery(LiveInterval, surroundings.Clock, progress =>
        {
            context.UpdateTarget(Bar(progress));
            context.Refresh();
        })));
    }

    private static Paragraph Bar(BenchProgress progress)
    {
        var full = (int)((long)progress.Done * BarWidth / Math.Max(1, progress.Total));
        var line = new Paragraph { Overflow = Overflow.Ellipsis };
        line.Append("bench ", new Style(decoration: Decoration.Bold));
        line.Append(new string('━', full), new Style(Color.Green));
        line.Append(new string('─', BarWidth - full), new Style(Color.Grey));
        line.Append($" {progress.Done}/{progress.Total}  {string.Join("  ", progress.Facts())}", progress.Broken == 0 ? Style.Plain : new Style(Color.Yellow));
        return line;
    }

    private static Task PlainAsync(Surroundings surroundings, Func<Action<BenchProgress>, Task> work) =>
        work(AtMostEvery(PlainInterval, surroundings.Clock, progress =>
            surroundings.Error.WriteLine($"bench: {progress.Done}/{progress.Total} runs, {string.Join(", ", progress.Facts())}".TrimEnd(',', ' '))));

    /// <summary>Thousands of runs may finish in a second; the last one is always shown.</summary>
    private static Action<BenchProgress> AtMostEvery(TimeSpan interval, TimeProvider clock, Action<BenchProgress> show)
    {
        long? shown = null;
        return progress =>
        {
            if (progress.Done < progress.Total && shown is { } time && clock.GetElapsedTime(time) < interval) return;
            shown = clock.GetTimestamp();
            show(progress);
        };
    }
}
