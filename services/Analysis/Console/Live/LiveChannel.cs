using System.Collections.Immutable;

namespace ArchOpt.Analysis.Console.Live;

/// <summary>
/// One live page and all who look at it. It is rendered once for them together, at most every <see cref="Tick"/>, and a
/// viewer costs no more than the sending. A source that fails is asked again after <see cref="Pause"/>.
/// </summary>
internal sealed class LiveChannel : IAsyncDisposable
{
    /// <summary>How soon after one rendering the next may follow: people do not read faster.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly ILiveSource source;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task running;
    private volatile LiveState state = LiveState.Initial;

    public LiveChannel(ILiveSource source, TimeProvider time, ILogger logger)
    {
        (this.source, this.time, this.logger) = (source, time, logger);
        running = Task.Run(RunAsync, CancellationToken.None);
    }

    /// <summary>What is shown now; <see cref="LiveState.Next"/> completes when it is no longer that.</summary>
    public LiveState State => state;

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        await source.DisposeAsync();
        stopping.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            do
            {
                var begun = time.GetTimestamp();
                await RenderAsync(stopping.Token);
                // A page that takes long to render is rendered less often, so that looking on never takes a processor for itself.
                var rest = Tick + (4 * time.GetElapsedTime(begun));
                await Task.Delay(rest < Pause ? rest : Pause, time, stopping.Token);
            }
            while (await source.WaitAsync(stopping.Token));

            await RenderAsync(stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Nobody looks any more.
        }
        finally
        {
            Replace(state.Ended());
        }
    }

    private async Task RenderAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var parts = await source.RenderAsync(cancellationToken);
                if (state.With(parts) is { } changed) Replace(changed);
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                logger.LogWarning(e, "A live page of the console could not be made; it is tried again.");
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private void Replace(LiveState next)
    {
        var before = state;
        state = next;
        before.Supersede();
    }
}

/// <summary>The parts of a live page at one moment, each with the moment of its last change.</summary>
internal sealed class LiveState
{
    private readonly TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ImmutableArray<(LivePart Part, long Version)> parts;

    private LiveState(ImmutableArray<(LivePart Part, long Version)> parts, long version, bool isEnd) => (this.parts, Version, IsEnd) = (parts, version, isEnd);

    public static LiveState Initial => new([], 0, isEnd: false);

    /// <summary>Counts the changes.</summary>
    public long Version { get; }

    /// <summary>No other state follows.</summary>
    public bool IsEnd { get; }

    /// <summary>Completes when another state has taken this one's place.</summary>
    public Task Next => next.Task;

    /// <summary>The parts that changed after the given version.</summary>
    public IEnumerable<LivePart> After(long version) => parts.Where(part => part.Version > version).Select(part => part.Part);

    /// <summary>The state with these parts; null when nothing differs.</summary>
    public LiveState? With(ImmutableArray<LivePart> now)
    {
        var known = parts.ToDictionary(part => part.Part.Id, StringComparer.Ordinal);
        var changed = now.Select(part => known.TryGetValue(part.Id, out var old) && old.Part.Html == part.Html ? old : (part, Version + 1)).ToImmutableArray();
        return changed.Any(part => part.Item2 > Version) ? new(changed, Version + 1, isEnd: false) : null;
    }

    public LiveState Ended() => new(parts, Version, isEnd: true);

    public void Supersede() => next.TrySetResult();
}
