namespace ArchOpt.Evaluation.Worker;

/// <summary>
/// The worker takes no more work; what runs may finish, and what has not begun goes back to its queue. Because an operator wishes it, or
/// as the first step of leaving. There is no way back but to start the worker anew.
/// </summary>
internal sealed class WorkerDrain(EvaluateEndpoints endpoints, HeldRuns held, WorkerLifetime worker, WorkerPulse pulse, ILogger<WorkerDrain> log)
{
    private readonly Lock gate = new();
    private Task? closing;

    /// <summary>Begins, once; a further call only says so to the others again.</summary>
    /// <returns>Done when the work queues are closed, which is when the last run has ended.</returns>
    public async Task<Task> BeginAsync(CancellationToken cancellationToken)
    {
        Task closed;
        lock (gate)
        {
            if (closing is null) worker.Drain();
            closed = closing ??= endpoints.StopAsync(CancellationToken.None);
        }

        await pulse.BeatAsync(cancellationToken); // first: whoever gets a handed-back trial asks whether its lease is free
        HandBack(held.All.Where(run => run.Phase <= RunPhase.Waiting));
        return closed;
    }

    public void HandBack(IEnumerable<TrialRun> runs)
    {
        foreach (var run in runs)
        {
            log.LogInformation("{Trial} goes back to its queue", run.Key);
            run.HandBack();
        }
    }
}
