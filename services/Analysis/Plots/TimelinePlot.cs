using System.Collections.Immutable;
using ArchOpt.Analysis.Charts;
using ArchOpt.Analysis.Reporting;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Plots;

/// <summary>Which worker ran what when, and what came of it: lost attempts too.</summary>
internal static class TimelinePlot
{
    public const string Name = "timeline";

    private const int MostLanes = 20, MostRowsOfLane = 6, MostRows = 40;

    private static readonly ImmutableArray<LaneKind> Kinds =
    [
        new("completed", Palette.Blue, 1, ""), new("pruned", Palette.Sky, 0.5, ""), new("infeasible", Palette.Orange, 0.5, "3 1.5"), new("failed", Palette.Vermillion, 1, "2 1.5"),
        new("cancelled", Palette.Purple, 0.5, "1.5 2"), new("lost", Palette.Black, 0.3, "6 3"), new("superseded", Palette.Green, 0.3, "2 2"), new("running", Palette.Grey, 1, ""),
    ];

    private sealed record Run(string Worker, DateTimeOffset From, DateTimeOffset To, int Kind);

    public static StudyPlot? Of(StudyAnalysis analysis)
    {
        var now = Now(analysis.Trials);
        var runs = analysis.Trials.Where(trial => trial.Origin != TrialOrigin.Imported)
            .SelectMany(trial => trial.Attempts.Select((attempt, i) => RunOf(attempt, i + 1 < trial.Attempts.Length ? trial.Attempts[i + 1] : null, now)))
            .OfType<Run>()
            .OrderBy(run => run.From).ThenBy(run => run.To)
            .ToArray();
        if (runs.Length == 0) return null;
        var (start, seconds) = (runs[0].From, (runs.Max(run => run.To) - runs[0].From).TotalSeconds);
        var (unit, name) = seconds switch
        {
            < 180 => (1.0, "seconds"),
            < 3 * 3_600 => (60.0, "minutes"),
            < 3 * 86_400 => (3_600.0, "hours"),
            _ => (86_400.0, "days"),
        };
        var workers = runs.GroupBy(run => run.Worker, StringComparer.Ordinal).ToArray();
        var shown = workers.Length <= MostLanes ? workers : [.. workers.OrderByDescending(worker => worker.Count()).Take(MostLanes).OrderBy(worker => worker.First().From)];
        var rows = Math.Clamp(MostRows / shown.Length, 1, MostRowsOfLane);
        var lanes = shown.Select(worker => new Lane(worker.Key, Rows(worker, run => new((run.From - start).TotalSeconds / unit, (run.To - start).TotalSeconds / unit, run.Kind), rows)));
        var lost = runs.Count(run => Kinds[run.Kind].Name is "lost" or "superseded");
        var title = "What each worker did";
        string?[] notes =
        [
            "A bar for each attempt; bars above each other ran at the same time.",
            shown.Length < workers.Length ? $"The {shown.Length} busiest of {workers.Length} workers." : null,
        ];
        var chart = new LaneChart(
            Name, title, [string.Join(' ', notes.OfType<string>())], $"elapsed time ({name})",
            Axis.Between(0, Math.Max(seconds / unit, 1e-3), logarithmic: false, 0.005, 0.005), Kinds, [.. lanes]);
        return new(
            Name, title, $"{Wording.Count(runs.Length, "attempt", "attempts")} on {Wording.Count(workers.Length, "worker", "workers")}{(lost > 0 ? $", of which {lost} lost" : "")}.", chart.Draw());
    }

    /// <summary>The last moment that any attempt tells of: the analysis has no clock of its own.</summary>
    private static DateTimeOffset? Now(ImmutableArray<Trial> trials) =>
        trials.SelectMany(trial => trial.Attempts).SelectMany(attempt => new[] { attempt.Started, attempt.Ended }).Max();

    /// <summary>Null for what never ran. An attempt that was over within a second has no start of its own: nobody announced it.</summary>
    private static Run? RunOf(Attempt attempt, Attempt? next, DateTimeOffset? now)
    {
        if (attempt.State == AttemptState.Queued) return null;
        var duration = attempt.DurationSeconds is { } seconds && seconds >= 0 && seconds < 1e9 ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
        var to = attempt.Ended ?? next?.Queued ?? (attempt.State == AttemptState.Running ? now : attempt.Started + duration);
        var from = attempt.Started ?? (attempt.State is AttemptState.Lost ? attempt.Queued : to - duration);
        if (from is null || to is null || (attempt.Worker is null && duration is null && attempt.Started is null)) return null;
        return new(attempt.Worker ?? "unknown worker", from.Value, to > from ? to.Value : from.Value, KindOf(attempt.State));
    }

    private static int KindOf(AttemptState state) => state switch
    {
        AttemptState.Completed => 0,
        AttemptState.Pruned => 1,
        AttemptState.Infeasible => 2,
        AttemptState.Failed => 3,
        AttemptState.Cancelled => 4,
        AttemptState.Lost => 5,
        AttemptState.Superseded => 6,
        _ => 7,
    };

    /// <summary>As few rows as keep what ran at the same time apart, within bounds: then the last row has several at once.</summary>
    private static ImmutableArray<ImmutableArray<LaneBar>> Rows(IEnumerable<Run> runs, Func<Run, LaneBar> bar, int most)
    {
        var rows = new List<(DateTimeOffset End, ImmutableArray<LaneBar>.Builder Bars)>();
        foreach (var run in runs)
        {
            var place = rows.FindIndex(row => row.End <= run.From);
            if (place < 0 && rows.Count < most)
            {
                place = rows.Count;
                rows.Add((run.To, ImmutableArray.CreateBuilder<LaneBar>()));
            }

            if (place < 0) place = rows.Count - 1;
            rows[place].Bars.Add(bar(run));
            rows[place] = (run.To > rows[place].End ? run.To : rows[place].End, rows[place].Bars);
        }

        return [.. rows.Select(row => row.Bars.ToImmutable())];
    }
}
