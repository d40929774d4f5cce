using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Export;

/// <summary>What a table of trials shows of one trial: the figures of its current attempt.</summary>
/// <param name="Attempts">How many attempts it took so far.</param>
/// <param name="Values">One per objective, in their order; empty when there are none.</param>
/// <param name="Metrics">Everything that was reported, objectives included.</param>
/// <param name="DurationSeconds">Seconds of evaluation.</param>
public sealed record TrialRow(
    long Number,
    TrialState State,
    int Attempts,
    ImmutableArray<double> Values,
    ImmutableSortedDictionary<string, double> Metrics,
    Configuration Configuration,
    long Seed,
    string? Worker,
    DateTimeOffset? Started,
    double? DurationSeconds)
{
    public static TrialRow From(Trial trial) => new(
        trial.Number,
        trial.State,
        trial.Attempts.Length,
        trial.Current.Values,
        trial.Current.Metrics,
        trial.Configuration,
        trial.Seed,
        trial.Current.Worker,
        trial.Current.Started,
        trial.Current.DurationSeconds);
}
