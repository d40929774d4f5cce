using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Storage.Tests;

/// <summary>Studies and trials as Proposal would write them.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.FromHours(2));

    public static StudyRecord Study(string name = "lenet", string? id = null) => new()
    {
        Id = id ?? $"id-of-{name}",
        Name = name,
        Definition = """{"name":"lenet"}""",
        Budget = new Budget(100, 4, TimeSpan.FromHours(1.5), null),
        Created = Noon,
    };

    public static Trial Proposed(StudyRecord study, long number) => new()
    {
        StudyId = study.Id,
        Number = number,
        Configuration = Configuration.Of(("lr", 0.001 * (number + 1)), ("model", "gat"), ("bias", true)),
        Reason = "warm-up sample",
        BasedOn = number / 2,
        Seed = 7919 * number,
        Created = Noon.AddSeconds(number),
        Attempts = [new Attempt { Number = 1, Queued = Noon.AddSeconds(number) }],
    };

    public static Trial Running(Trial trial) =>
        trial.WithAttempt(trial.Current with { State = AttemptState.Running, Started = Noon, Worker = "worker-1" }) with { State = TrialState.Running };

    public static Trial Completed(Trial trial, long sequence) => trial.WithAttempt(trial.Current with
    {
        State = AttemptState.Completed,
        Sequence = sequence,
        Seal = $"seal-{sequence}",
        Started = Noon,
        Ended = Noon.AddTicks(1234567),
        Worker = "worker-1",
        DurationSeconds = 0.1234567,
        Values = [0.5 + trial.Number],
        Metrics = Metrics(("auc", 0.5 + trial.Number), ("qps", 1e4)),
    }) with { State = TrialState.Completed };

    public static Trial Failed(Trial trial, long sequence) => trial.WithAttempt(trial.Current with
    {
        State = AttemptState.Failed,
        Sequence = sequence,
        Failure = FailureKind.Error,
        Reason = "out of memory",
    }) with { State = TrialState.Failed };

    /// <summary>The trial under its next attempt, as a replay makes it.</summary>
    public static Trial Replayed(Trial trial) => trial with
    {
        Attempts = trial.Attempts.Add(new Attempt { Number = trial.Attempts.Length + 1, Queued = Noon }),
        State = TrialState.Proposed,
        Revision = trial.Revision + 1,
    };

    public static ImmutableSortedDictionary<string, double> Metrics(params ReadOnlySpan<(string Name, double Value)> values)
    {
        var metrics = ImmutableSortedDictionary.CreateBuilder<string, double>();
        foreach (var (name, value) in values) metrics.Add(name, value);
        return metrics.ToImmutable();
    }
}
