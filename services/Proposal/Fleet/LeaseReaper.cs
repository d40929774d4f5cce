using ArchOpt.Contracts;
using ArchOpt.Proposal.Running;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Trials;
using MassTransit;
using Microsoft.Extensions.Options;

namespace ArchOpt.Proposal.Fleet;

/// <summary>
/// Starts a new attempt for a trial that nobody alive holds: one whose worker fell silent, or whose message is neither
/// in its queue nor in anybody's hands. Judges only when it could have heard the living for a whole lease: not while the
/// broker is away, not after this process itself stood still, and not while results wait that may already be the answer.
/// </summary>
/// <remarks>Time is monotonic here: setting the clock kills no worker.</remarks>
internal sealed class LeaseReaper(
    StudyRegistry studies,
    StudyDefinitions definitions,
    WorkerFleet fleet,
    IQueueDepth queues,
    IBusControl bus,
    IOptions<ProposalOptions> options,
    TimeProvider clock,
    ILogger<LeaseReaper> log) : BackgroundService
{
    private readonly Dictionary<HeldAttempt, Watch> watched = [];
    private readonly long begun = clock.GetTimestamp();
    private readonly TimeSpan lease = options.Value.Lease;
    private TimeSpan judgeFrom;
    private TimeSpan lookedAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        lookedAt = clock.GetElapsedTime(begun);
        judgeFrom = lookedAt + lease;
        using var timer = new PeriodicTimer(options.Value.ReaperInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning(e, "Leases could not be looked at; trying again");
            }
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetElapsedTime(begun);
        var stoodStill = now - lookedAt > 3 * options.Value.ReaperInterval;
        var connected = bus.CheckHealth().Status == BusHealthStatus.Healthy;
        if (stoodStill || !connected) judgeFrom = now + lease;
        lookedAt = now;
        var waiting = new Dictionary<string, long?>();
        var inFlight = new HashSet<HeldAttempt>();
        foreach (var runner in studies.Running())
        {
            if (runner.Snapshot is not { } snapshot) continue;
            var study = definitions.Read(snapshot.Record);
            if (study.Evaluator.Name == EvaluatorReference.External) continue;
            var queue = Queues.Evaluate(study.Evaluator.Name, study.Evaluator.ResourceClass);
            if (connected) await WaitingAsync(waiting, queue, cancellationToken); // those who watch want to know it, too
            var lost = new List<StudyEvent.AttemptLost>();
            foreach (var trial in await PublishedAsync(runner, cancellationToken))
            {
                var attempt = new HeldAttempt(trial.StudyId, trial.Number, trial.Current.Number);
                inFlight.Add(attempt);
                if (await ReasonToGiveUpAsync(trial, attempt, queue, now, waiting, cancellationToken) is not { } reason) continue;
                log.LogWarning("Trial {Trial} of {Study}, attempt {Attempt}: {Reason}", trial.Number, snapshot.Record.Name, attempt.Attempt, reason);
                lost.Add(new StudyEvent.AttemptLost(trial.Number, attempt.Attempt, reason));
            }

            await Task.WhenAll(lost.Select(loss => studies.SendAsync(runner.StudyId, loss, cancellationToken))); // one commit for all
        }

        foreach (var gone in watched.Keys.Where(a => !inFlight.Contains(a)).ToArray()) watched.Remove(gone);
    }

    private static async Task<Trial[]> PublishedAsync(StudyRunner runner, CancellationToken cancellationToken)
    {
        try
        {
            return await StudyRegistry.LookAsync(runner, static p => p.InFlight.Where(t => t.Current.Published).ToArray(), cancellationToken);
        }
        catch (StudyClosedException)
        {
            return []; // ended or deleted in the meantime
        }
    }

    private async Task<string?> ReasonToGiveUpAsync(
        Trial trial, HeldAttempt attempt, string evaluateQueue, TimeSpan now, Dictionary<string, long?> waiting, CancellationToken cancellationToken)
    {
        if (!watched.TryGetValue(attempt, out var watch)) watched[attempt] = watch = new Watch(now, trial.State == TrialState.Running);
        if (fleet.IsHeld(attempt))
        {
            watched[attempt] = new Watch(now, WasHeld: true);
            return null;
        }

        if (now < judgeFrom || now - watch.UnheldSince < lease) return null;
        if (await WaitingAsync(waiting, Queues.Results, cancellationToken) is > 0) return null; // its result may be among them
        if (watch.WasHeld) return $"its worker has been silent for {lease.TotalSeconds:0} s";

        // Never seen in anybody's hands: it may still wait in its queue, for as long as there is anything in it.
        if (await WaitingAsync(waiting, evaluateQueue, cancellationToken) is not 0)
        {
            watched[attempt] = watch with { UnheldSince = now };
            return null;
        }

        return "its message is neither in its queue nor with a worker";
    }

    /// <summary>Asked once a look, however many trials want to know.</summary>
    private async ValueTask<long?> WaitingAsync(Dictionary<string, long?> waiting, string queue, CancellationToken cancellationToken)
    {
        if (!waiting.TryGetValue(queue, out var ready)) waiting[queue] = ready = await queues.ReadyAsync(queue, cancellationToken);
        return ready;
    }

    private sealed record Watch(TimeSpan UnheldSince, bool WasHeld);
}
