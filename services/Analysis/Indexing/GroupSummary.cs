using System.Collections.Immutable;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Indexing;

/// <summary>What has come out of one model group, or of a whole study without groups.</summary>
/// <param name="Name">Null for a study without groups.</param>
/// <param name="Ended">How many of its trials have ended in each state; states without trials are absent.</param>
/// <param name="Best">Its best configuration by the rules that decide "best" everywhere (<see cref="Standings"/>); null while there is none.</param>
/// <param name="Last">The first objective of its last result; null before.</param>
/// <param name="BestSize">Model parameters that the best trial reported; null when it reported none.</param>
/// <param name="LastSize">Model parameters that the last result reported.</param>
public sealed record GroupSummary(string? Name, ImmutableDictionary<TrialState, long> Ended, BestTrial? Best, double? Last, double? BestSize, double? LastSize);

/// <summary>A configuration that may be called best.</summary>
/// <param name="Number">The trial that ran it; the first one of its replicates.</param>
/// <param name="Value">The first objective in its own direction; the mean over the replicates where there are several.</param>
public sealed record BestTrial(long Number, double Value);
