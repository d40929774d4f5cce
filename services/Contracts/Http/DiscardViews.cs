using System.Collections.Immutable;

namespace ArchOpt.Contracts.Http;

/// <summary>
/// POST /failed/discard. With a study: give failed trials of it up, which then wait for no replay any more. Without: remove resting messages
/// for good.
/// </summary>
/// <param name="Messages">Their ids; null for all that GET /failed lists. Only without a study.</param>
/// <param name="Reason">Why; it is kept with each trial, and logged with each message.</param>
/// <param name="Study">Whose trials.</param>
/// <param name="Trials">Their numbers; null for all that GET /failed lists. Only with a study.</param>
public sealed record DiscardRequest(ImmutableArray<string>? Messages, string? Reason, string? Study = null, ImmutableArray<long>? Trials = null);

/// <summary>What became of it; safe to repeat.</summary>
/// <param name="Discarded">The messages that were removed.</param>
public sealed record DiscardView(ImmutableArray<RestingMessageView> Discarded)
{
    /// <summary>The trials that are given up now.</summary>
    public ImmutableArray<long> Trials { get; init; } = [];

    /// <summary>The trials that were left as they are.</summary>
    public ImmutableArray<SkippedReplayView> Skipped { get; init; } = [];
}
