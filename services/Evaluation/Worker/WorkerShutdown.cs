namespace ArchOpt.Evaluation.Worker;

/// <summary>
/// Leaves in order, before the bus and everything else stops: take no more work, let what runs finish within the grace
/// period, tell the others, hand the rest back. In that order, because whoever gets a handed-back trial asks whether
/// its lease is free.
/// </summary>
internal sealed class WorkerShutdown(
    WorkerDrain drain,
    HeldRuns held,
    WorkerLifetime worker,
    WorkerPulse pulse,
    EvaluationOptions options,
    TimeProvider time,
    ILogger<WorkerShutdown> log) : IHostedLifecycleService
{
    private static readonly TimeSpan CloseDeadline = TimeSpan.FromSeconds(2);

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        var closing = await drain.BeginAsync(cancellationToken);
        await WithinAsync(Task.WhenAll(held.All.Select(run => run.End)), options.Grace, cancellationToken);
        worker.Leave();
        await pulse.BeatAsync(cancellationToken);
        await worker.StopWaitingAsync();
        drain.HandBack(held.All);
        if (!await WithinAsync(closing, CloseDeadline, cancellationToken))
            log.LogWarning("The work queues did not close in time; the broker hands their messages out again");
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<bool> WithinAsync(Task task, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(limit, time, cancellationToken);
            return true;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }
}
