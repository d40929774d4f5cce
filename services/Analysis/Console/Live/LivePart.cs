using System.Collections.Immutable;
using System.Text.Json;
using ArchOpt.ServiceDefaults.Http;

namespace ArchOpt.Analysis.Console.Live;

/// <summary>A piece of a page that changes while it is looked at.</summary>
/// <param name="Id">The id of its outermost element, unique in the page.</param>
/// <param name="Html">That element.</param>
internal sealed record LivePart(string Id, string Html)
{
    private byte[]? message;

    /// <summary>The part as the data of an event: made once for all who get it.</summary>
    public byte[] Message => message ??= JsonSerializer.SerializeToUtf8Bytes(new { Id, Html }, JsonDefaults.Options);
}

/// <summary>What a live page shows, made once for all who look at it. Used by one caller at a time.</summary>
internal interface ILiveSource : IAsyncDisposable
{
    /// <summary>Waits until there may be something new. False when there will never be anything new again: what was rendered last was the end.</summary>
    ValueTask<bool> WaitAsync(CancellationToken cancellationToken);

    /// <summary>The parts that there are now. The same state makes the same text: what differs is sent.</summary>
    Task<ImmutableArray<LivePart>> RenderAsync(CancellationToken cancellationToken);
}
