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
/// in its queue nor in anybody's hands. Judges only while the broker is connected and has been for a whole lease:
/// when it is away every worker is silent, and none of them is dead.
/// </summary>
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
    private DateTimeOffset judgeFrom;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        judgeFrom = clock.GetUtcNow() + options.Value.Lease;
        using var timer = new PeriodicTimer(options.Value.ReaperInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogWarning(e, "Leases could not be looked at; trying again");
            }
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (bus.CheckHealth().Status != BusHealthStatus.Healthy) judgeFrom = now + options.Value.Lease;
        var inFlight = new HashSet<HeldAttempt>();
        foreach (var runner in studies.Running())
        {
            if (runner.Snapshot is not { } snapshot) continue;
            var study = definitions.Read(snapshot.Record);
            if (study.Evaluator.Name == EvaluatorReference.External) continue;
            var trials = await StudyRegistry.LookAsync(runner, static p => p.InFlight.Where(t => t.Current.Published).ToArray(), cancellationToken);
            foreach (var trial in trials)
            {
                var attempt = new HeldAttempt(trial.StudyId, trial.Number, trial.Current.Number);
                inFlight.Add(attempt);
                if (await ReasonToGiveUpAsync(trial, attempt, study.Evaluator.Name, now, cancellationToken) is not { } reason) continue;
                log.LogWarning("Trial {Trial} of {Study}, attempt {Attempt}: {Reason}", trial.Number, snapshot.Record.Name, attempt.Attempt, reason);
                await studies.SendAsync(trial.StudyId, new StudyEvent.AttemptLost(trial.Number, attempt.Attempt, reason), cancellationToken);
            }
        }

        foreach (var gone in watched.Keys.Where(a => !inFlight.Contains(a)).ToArray()) watched.Remove(gone);
    }

    private async Task<string?> ReasonToGiveUpAsync(Trial trial, HeldAttempt attempt, string evaluator, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!watched.TryGetValue(attempt, out var watch)) watched[attempt] = watch = new Watch(now, trial.State == TrialState.Running);
        if (fleet.IsHeld(attempt))
        {
            watched[attempt] = new Watch(now, WasHeld: true);
            return null;
        }

        if (now < judgeFrom || now - watch.UnheldSince < options.Value.Lease) return null;
        if (watch.WasHeld) return $"its worker has been silent for {options.Value.Lease.TotalSeconds:0} s";

        // Never seen in anybody's hands: it may still wait in its queue, for as long as there is anything in it.
        if (await queues.ReadyAsync(Queues.Evaluate(evaluator), cancellationToken) is not 0)
        {
            watched[attempt] = watch with { UnheldSince = now };
            return null;
        }

        return "its message is neither in its queue nor with a worker";
    }

    private sealed record Watch(DateTimeOffset UnheldSince, bool WasHeld);
}
