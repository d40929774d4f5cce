namespace ArchOpt.Analysis.Console.Live;

/// <summary>
/// One live page and all who look at it. It is rendered once for them together, at most every <see cref="Tick"/>, and a
/// viewer costs no more than the sending. A source that fails is asked again after <see cref="Pause"/>.
/// </summary>
internal sealed class LiveChannel : IAsyncDisposable
{
    /// <summary>How soon after one rendering the next may follow: people do not read faster.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(600);

    /// <summary>How soon after a failure the next rendering follows, and the longest rest after a slow one.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

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
            while (await StepAsync(stopping.Token))
            {
                // The next one.
            }
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

    /// <summary>Renders, rests, and waits for something new. False when there will be nothing new.</summary>
    private async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        try
        {
            var begun = time.GetTimestamp();
            var parts = await source.RenderAsync(cancellationToken);
            // A page that takes long to render is rendered less often, so that looking on never takes a processor for itself.
            var rest = Tick + (2 * time.GetElapsedTime(begun));
            Replace(state.With(parts));
            await Task.Delay(rest < Pause ? rest : Pause, time, cancellationToken);
            return await source.WaitAsync(cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            if (state.Trouble is null) logger.LogWarning(e, "A live page of the console could not be made; it is tried again until it can");
            Replace(state.Troubled(e.Message));
            await Task.Delay(Pause, time, cancellationToken);
            return true;
        }
    }

    private void Replace(LiveState next)
    {
        var before = state;
        if (ReferenceEquals(before, next)) return;
        state = next;
        before.Supersede();
    }
}
