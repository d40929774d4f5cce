using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Import;

/// <summary>A finished trial from elsewhere, read and checked.</summary>
/// <param name="Row">Its place among the file's trials: 1, 2, ...; unreadable ones count.</param>
/// <param name="Configuration">A valid point of the study's space.</param>
/// <param name="State">Completed, Pruned, Infeasible, Failed or Cancelled.</param>
/// <param name="Metrics">Everything that was recorded, objectives included; may hold NaN and infinities.</param>
public sealed record ImportedTrial(long Row, Configuration Configuration, TrialState State, ImmutableSortedDictionary<string, double> Metrics)
{
    /// <summary>What the trial was called where it comes from, for people: "trial 17", "run ab12cd"; empty when it had no name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The seed it ran with; null when the file does not say.</summary>
    public long? Seed { get; init; }

    public string? Worker { get; init; }

    public DateTimeOffset? Started { get; init; }

    /// <summary>Seconds of evaluation.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>Why it failed or was pruned.</summary>
    public string? Error { get; init; }
}
