using System.Collections.Immutable;

namespace ArchOpt.Analysis.Console.Live;

/// <summary>The parts of a live page at one moment, each with the moment of its last change.</summary>
/// <remarks>Immutable but for <see cref="Next"/>, and thread-safe.</remarks>
internal sealed class LiveState
{
    private readonly TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ImmutableArray<(LivePart Part, long Version)> parts;

    private LiveState(ImmutableArray<(LivePart Part, long Version)> parts, long version) => (this.parts, Version) = (parts, version);

    public static LiveState Initial => new([], 0);

    /// <summary>Counts the changes.</summary>
    public long Version { get; }

    /// <summary>No other state follows.</summary>
    public bool IsEnd { get; private init; }

    /// <summary>Why the page cannot be made at the moment, for people; null when it can.</summary>
    public string? Trouble { get; private init; }

    /// <summary>Completes when another state has taken this one's place.</summary>
    public Task Next => next.Task;

    /// <summary>The parts that changed after the given version.</summary>
    public IEnumerable<LivePart> After(long version) => parts.Where(part => part.Version > version).Select(part => part.Part);

    /// <summary>The state with these parts in place of those with their ids; itself when nothing differs.</summary>
    public LiveState With(ImmutableArray<LivePart> now)
    {
        var known = parts.ToDictionary(part => part.Part.Id, StringComparer.Ordinal);
        var version = Version + 1;
        foreach (var part in now)
        {
            if (!known.TryGetValue(part.Id, out var old) || old.Part.Html != part.Html) known[part.Id] = (part, version);
        }

        var isChanged = known.Values.Any(part => part.Version == version);
        return isChanged ? new([.. known.Values], version) : Trouble is null ? this : new(parts, Version);
    }

    public LiveState Troubled(string why) => Trouble == why ? this : new(parts, Version) { Trouble = why };

    public LiveState Ended() => new(parts, Version) { IsEnd = true };

    public void Supersede() => next.TrySetResult();
}
