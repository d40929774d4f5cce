using System.Collections.Immutable;
using ArchOpt.Contracts;

namespace ArchOpt.Evaluation.Worker;

/// <summary>
/// Says that the worker lives and what it holds, every few seconds; and says that a trial has started, once it has run
/// for a second. One timer looks after all of them, so a short trial costs nothing here.
/// </summary>
internal sealed class WorkerPulse(
    HeldRuns held, WorkerLifetime worker, WorkerMessages messages, EvaluationOptions options, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan AnnounceAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);
    private readonly SemaphoreSlim oneAtATime = new(1, 1);

    /// <summary>Sends a heartbeat now. False when the broker is away.</summary>
    public async Task<bool> BeatAsync(CancellationToken cancellationToken)
    {
        await oneAtATime.WaitAsync(cancellationToken);
        try
        {
            return await messages.TryPublishHintAsync(Heartbeat(), cancellationToken);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public override void Dispose()
    {
        oneAtATime.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Heartbeat < Tick ? options.Heartbeat : Tick, time);
        var last = time.GetTimestamp();
        var due = true;
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (worker.Stage == WorkerStage.Leaving) continue; // the last heartbeat has been sent
                due |= await AnnounceAsync(stoppingToken) || time.GetElapsedTime(last) >= options.Heartbeat;
                if (!due) continue;
                last = time.GetTimestamp();
                due = !await BeatAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The application stops; the shutdown has sent the last heartbeat.
        }
    }

    private async ValueTask<bool> AnnounceAsync(CancellationToken cancellationToken)
    {
        var any = false;
        foreach (var run in held.All)
        {
            if (run.Announced || run.Phase != RunPhase.Evaluating || run.Elapsed < AnnounceAfter) continue;
            run.Announced = await messages.TryPublishHintAsync(
                new TrialStarted { StudyId = run.Key.StudyId, Number = run.Key.Number, Attempt = run.Attempt, Worker = options.Worker, Started = run.Started }, cancellationToken);
            any |= run.Announced;
            if (!run.Announced) return any; // the broker is away; the others can wait as well
        }

        return any;
    }

    private WorkerHeartbeat Heartbeat() => new()
    {
        Worker = options.Worker,
        Machine = Environment.MachineName,
        Version = WorkerVersion.Text,
        Sent = time.GetUtcNow(),
        Interval = options.Heartbeat,
        Slots = options.Slots,
        Evaluators = options.Evaluators,
        ResourceClasses = options.ResourceClasses,
        Holding = Leases(),
        Draining = worker.Stage == WorkerStage.Draining,
        Leaving = worker.Stage == WorkerStage.Leaving,
    };

    /// <summary>What nobody else may run: not what still asks for permission, nor what is about to be handed back.</summary>
    private ImmutableArray<HeldAttempt> Leases()
    {
        var first = worker.Stage switch
        {
            WorkerStage.Serving => RunPhase.Waiting,
            WorkerStage.Draining => RunPhase.Evaluating,
            _ => (RunPhase?)null,
        };
        return [.. held.All.Where(run => run.Phase >= first).Select(run => new HeldAttempt(run.Key.StudyId, run.Key.Number, run.Key.Attempt))];
    }
}
