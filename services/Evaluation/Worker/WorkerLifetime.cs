namespace ArchOpt.Evaluation.Worker;

/// <summary>What the worker is about.</summary>
internal enum WorkerStage
{
    Serving,

    /// <summary>No new work; what runs may finish.</summary>
    Draining,

    /// <summary>Whatever is left is being handed back.</summary>
    Leaving,
}

/// <summary>The worker's stage.</summary>
internal sealed class WorkerLifetime : IDisposable
{
    private readonly CancellationTokenSource leaving = new();
    private volatile WorkerStage stage;

    public WorkerStage Stage => stage;

    /// <summary>Cancelled when nothing may be waited for any more.</summary>
    public CancellationToken Leaving => leaving.Token;

    public void Drain() => stage = WorkerStage.Draining;

    /// <summary>From now on no heartbeat lists anything; say so to the others before <see cref="StopWaitingAsync"/>.</summary>
    public void Leave() => stage = WorkerStage.Leaving;

    public Task StopWaitingAsync() => leaving.CancelAsync();

    public void Dispose() => leaving.Dispose();
}
