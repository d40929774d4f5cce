namespace ArchOpt.Analysis.Console.Live;

/// <summary>The live pages that somebody looks at now; one that the last viewer left is dropped.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class LiveChannels(TimeProvider time, ILogger<LiveChannels> logger)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Entry> channels = new(StringComparer.Ordinal);

    /// <summary>How many pages are being looked at.</summary>
    public int Count
    {
        get
        {
            lock (gate) return channels.Count;
        }
    }

    /// <summary>Joins the others who look at the same page.</summary>
    /// <param name="key">The page: its address.</param>
    /// <param name="create">Makes its source for the first viewer.</param>
    public LiveViewing Join(string key, Func<ILiveSource> create)
    {
        lock (gate)
        {
            if (!channels.TryGetValue(key, out var entry)) channels[key] = entry = new(new LiveChannel(create(), time, logger));
            entry.Viewers++;
            return new(entry.Channel, () => LeaveAsync(key, entry));
        }
    }

    private async ValueTask LeaveAsync(string key, Entry entry)
    {
        lock (gate)
        {
            if (--entry.Viewers > 0) return;
            channels.Remove(key);
        }

        await entry.Channel.DisposeAsync();
    }

    private sealed class Entry(LiveChannel channel)
    {
        public LiveChannel Channel => channel;

        public int Viewers { get; set; }
    }
}

/// <summary>One viewer's hold on a live page.</summary>
internal sealed class LiveViewing(LiveChannel channel, Func<ValueTask> leave) : IAsyncDisposable
{
    public LiveState State => channel.State;

    public ValueTask DisposeAsync() => leave();
}
