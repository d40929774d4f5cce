using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace ArchOpt.Analysis.Live;

/// <summary>
/// One listener's end of a <see cref="StudyFeed"/>: it is woken when the study may have news, and holds at most
/// <see cref="Capacity"/> live events, dropping the oldest, so a slow listener costs a bounded amount of memory.
/// </summary>
public sealed class StudySubscription : IDisposable
{
    public const int Capacity = 256;

    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Channel<LiveEvent> live = Channel.CreateBounded<LiveEvent>(new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly Action<StudySubscription> leave;

    internal StudySubscription(Action<StudySubscription> leave) => this.leave = leave;

    /// <summary>Waits until there may be news; many wakes while nobody waits are one. False when the feed has closed.</summary>
    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        if (!await wake.Reader.WaitToReadAsync(cancellationToken)) return false;
        wake.Reader.TryRead(out _);
        return true;
    }

    public bool TryRead([MaybeNullWhen(false)] out LiveEvent liveEvent) => live.Reader.TryRead(out liveEvent);

    public void Dispose() => leave(this);

    internal void Wake() => wake.Writer.TryWrite(true);

    internal void Offer(LiveEvent liveEvent)
    {
        live.Writer.TryWrite(liveEvent);
        Wake();
    }

    internal void Close() => wake.Writer.TryComplete();
}
