using System.Collections.Immutable;

namespace ArchOpt.Analysis.Console.Live;

/// <summary>A piece of a page that changes while it is looked at.</summary>
/// <param name="Id">The id of its outermost element, unique in the page.</param>
/// <param name="Html">That element.</param>
internal sealed record LivePart(string Id, string Html);

/// <summary>What a live page shows, made once for all who look at it.</summary>
internal interface ILiveSource : IAsyncDisposable
{
    /// <summary>Waits until there may be something new. False when there will never be anything new again.</summary>
    ValueTask<bool> WaitAsync(CancellationToken cancellationToken);

    /// <summary>All parts as they are now. The same state makes the same text: what differs is sent.</summary>
    Task<ImmutableArray<LivePart>> RenderAsync(CancellationToken cancellationToken);
}
