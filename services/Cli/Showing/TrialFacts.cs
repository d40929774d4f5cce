using ArchOpt.Cli.Output;
using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Cli.Showing;

/// <summary>One trial: its configuration, what came of it, and every attempt with the end of its log.</summary>
internal static class TrialFacts
{
    public static Page Of(string study, TrialView trial)
    {
        var page = new Page();
        Fact(page, "trial", $"{trial.Number} of {study}");
        Fact(page, "state", $"{trial.State}");
        if (trial.Discarded is { } discard) Fact(page, "discarded", $"{Show.Time(discard.Time)}: {discard.Reason}");
        if (!trial.Values.IsDefaultOrEmpty) Fact(page, "value", string.Join(' ', trial.Values.Select(value => Show.Number(value))));
        if (!trial.Metrics.IsEmpty) Fact(page, "metrics", string.Join(' ', trial.Metrics.Select(metric => $"{metric.Key}={Show.Number(metric.Value)}")));
        Fact(page, "proposed as", trial.Reason);
        Fact(page, "configuration", trial.Configuration.ToString());
        Fact(page, "seed", $"{trial.Seed}");
        foreach (var attempt in trial.Attempts ?? []) Add(page, attempt);
        return page;
    }

    private static void Add(Page page, Attempt attempt)
    {
        page.Add("").Add($"ATTEMPT {attempt.Number}: {attempt.State}", Page.Heading);
        if (attempt.Worker is { } worker) Fact(page, "worker", worker);
        if (attempt.Started is { } started) Fact(page, "started", Show.Time(started));
        if (attempt.DurationSeconds is { } seconds) Fact(page, "took", Show.Duration(seconds));
        Lines(page, "reason", attempt.Reason);
        if (attempt.Log is { } log && attempt.Reason?.EndsWith(log, StringComparison.Ordinal) != true) Lines(page, "log", log); // a failure's reason ends with it
    }

    private static void Lines(Page page, string name, string? text)
    {
        if (text is null) return;
        var lines = text.Split('\n');
        Fact(page, name, lines[0]);
        foreach (var line in lines[1..]) page.Add($"{new string(' ', 14)}{line}");
    }

    private static void Fact(Page page, string name, string text) => page.Add($"{name,-14}{text}");
}
