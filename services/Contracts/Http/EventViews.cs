using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Contracts.Http;

/// <summary>The event types of GET /studies/{study}/events.</summary>
public static class StudyEventTypes
{
    /// <summary>A result; the only type with an id, its sequence number. Carries an <see cref="ObservationView"/>.</summary>
    public const string Observation = "observation";

    /// <summary>The study's status, at the beginning and when it changes. Carries a <see cref="StatusView"/>.</summary>
    public const string Status = "status";

    /// <summary>A step of a learning curve; not repeated on resumption. Carries a <see cref="ProgressView"/>.</summary>
    public const string Progress = "progress";

    /// <summary>An attempt has run for a second; not repeated on resumption. Carries a <see cref="StartView"/>.</summary>
    public const string Started = "started";

    /// <summary>What a worker holds of this study; not repeated on resumption. Carries a <see cref="HoldingView"/>.</summary>
    public const string Worker = "worker";

    /// <summary>
    /// Where the search is, at the beginning and whenever that changes; only of a study whose strategy describes its search. Carries
    /// <see cref="SearchView"/>s, one for each group.
    /// </summary>
    public const string Search = "search";

    /// <summary>Nothing new, and the connection lives.</summary>
    public const string Ping = "ping";

    /// <summary>The study has ended, or is gone, and everything was sent. Carries a <see cref="StatusView"/>.</summary>
    public const string End = "end";
}

/// <summary>One observation, in the order in which the study learnt it.</summary>
public sealed record ObservationView
{
    public required long Sequence { get; init; }

    public required long Number { get; init; }

    public required int Attempt { get; init; }

    public required AttemptState State { get; init; }

    /// <summary>Objective values; NaN and infinities as the strings "NaN", "Infinity", "-Infinity".</summary>
    public required ImmutableArray<double> Values { get; init; }

    public required ImmutableSortedDictionary<string, double> Metrics { get; init; }

    public required Configuration Configuration { get; init; }

    /// <summary>The model group of the configuration; null in a study without groups.</summary>
    public string? Group { get; init; }

    public string? Worker { get; init; }

    public double? DurationSeconds { get; init; }

    /// <summary>Why it failed, is infeasible or was cancelled.</summary>
    public string? Error { get; init; }

    /// <summary>Its first objective was better than that of every feasible observation before it.</summary>
    public required bool BestSoFar { get; init; }
}

/// <summary>Where a study stands.</summary>
/// <param name="Deleted">The study was removed; the other figures are the last known.</param>
public sealed record StatusView(string Study, StudyStatus Status, string Reason, TrialCounts Trials, bool Deleted = false);

/// <summary>A step of a learning curve.</summary>
public sealed record ProgressView(long Number, int Attempt, long Step, ImmutableSortedDictionary<string, double> Metrics);

/// <summary>An attempt that has run for a second.</summary>
public sealed record StartView(long Number, int Attempt, string Worker, DateTimeOffset Started);

/// <summary>The attempts of one study in one worker's hands.</summary>
public sealed record HoldingView(string Worker, string Machine, ImmutableArray<HeldAttempt> Holding);
