using System.Collections.Immutable;

namespace ArchOpt.Contracts.Http;

/// <summary>What failed and can be put back: GET /failed.</summary>
public sealed record FailedView
{
    /// <summary>Failed trials by study and cause, the most frequent first. A trial that was replayed is not here until it fails again.</summary>
    public required ImmutableArray<FailedGroupView> Groups { get; init; }

    /// <summary>How many failed trials of these studies were given up, and so are in no group.</summary>
    public int Discarded { get; init; }

    /// <summary>Messages that no service could handle and that belong to no failed trial.</summary>
    public ImmutableArray<RestingMessageView> Messages { get; init; } = [];

    /// <summary>Why <see cref="Messages"/> could not be read; null when they were.</summary>
    public string? MessagesUnread { get; init; }
}

/// <summary>Trials of a study that failed for the same reason.</summary>
public sealed record FailedGroupView
{
    public required string Study { get; init; }

    /// <summary>In words; where trials differ in numbers only, each number is an N.</summary>
    public required string Cause { get; init; }

    /// <summary>What the last of them reported, in full.</summary>
    public string? Example { get; init; }

    /// <summary>How many trials.</summary>
    public required int Count { get; init; }

    /// <summary>Their numbers, ascending.</summary>
    public required ImmutableArray<long> Trials { get; init; }

    /// <summary>How many of them had failed before and were replayed.</summary>
    public int FailedAgain { get; init; }

    /// <summary>The attempts of all of them together.</summary>
    public int Attempts { get; init; }

    /// <summary>When the last of them failed.</summary>
    public DateTimeOffset? Last { get; init; }

    /// <summary>Why they cannot be replayed; null when they can.</summary>
    public string? Refusal { get; init; }
}

/// <summary>A message that rests in an error queue or among the unreadable ones.</summary>
/// <param name="Queue">Where it rests.</param>
/// <param name="Id">Names it for <c>discard</c>: the sender's id, or a digest of its content when it has none.</param>
/// <param name="Type">The message's type; null when it cannot be told.</param>
/// <param name="Reason">Why it is no failed trial's.</param>
/// <param name="Exception">What the consumer threw; null for what was never given to one.</param>
/// <param name="Time">When it came to rest, as far as is known.</param>
public sealed record RestingMessageView(string Queue, string Id, string? Type, string Reason, string? Exception, DateTimeOffset? Time);
