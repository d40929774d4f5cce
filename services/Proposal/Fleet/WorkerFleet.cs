using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using ArchOpt.Contracts;
using ArchOpt.Contracts.Http;
using Microsoft.Extensions.Options;

namespace ArchOpt.Proposal.Fleet;

/// <summary>
/// The workers that were heard of lately and what they hold. Being listed by a living worker is a trial's lease.
/// Thread-safe. Nothing of it is stored: after a restart it fills again within a heartbeat.
/// </summary>
internal sealed class WorkerFleet
{
    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(1);
    private readonly ConcurrentDictionary<string, Seen> workers = new();
    private readonly TimeProvider clock;
    private readonly TimeSpan lease;
    private readonly DateTimeOffset warm;

    public WorkerFleet(IOptions<ProposalOptions> options, IMeterFactory meters, TimeProvider clock)
    {
        this.clock = clock;
        lease = options.Value.Lease;
        warm = clock.GetUtcNow() + options.Value.WarmUp;
        var meter = meters.Create("ArchOpt.Proposal.Fleet");
        meter.CreateObservableGauge("archopt_worker_slots", () => OfWorkers(Alive(), seen => seen.Heartbeat.Slots), description: "Trials that a living worker can run at a time.");
        meter.CreateObservableGauge("archopt_worker_busy_slots", () => OfWorkers(Alive(), seen => Busy(seen)), description: "Trials that a living worker runs.");
        meter.CreateObservableGauge(
            "archopt_worker_up", () => OfWorkers(workers.Values, seen => IsAlive(seen) ? 1 : 0), description: "1 for a living worker; 0, for an hour, for one that fell silent without taking its leave.");
    }

    public void Heard(WorkerHeartbeat heartbeat)
    {
        var now = clock.GetUtcNow();
        if (heartbeat.Leaving) workers.TryRemove(heartbeat.Worker, out _);
        else workers[heartbeat.Worker] = new Seen(heartbeat, [.. heartbeat.Holding], now, clock.GetTimestamp());
        foreach (var (name, seen) in workers)
        {
            if (clock.GetElapsedTime(seen.Timestamp) > Forgotten) workers.TryRemove(name, out _);
        }
    }

    /// <summary>Done once every living worker has had the time for a heartbeat since this service started.</summary>
    public Task WarmedUpAsync(CancellationToken cancellationToken)
    {
        var left = warm - clock.GetUtcNow();
        return left <= TimeSpan.Zero ? Task.CompletedTask : Task.Delay(left, clock, cancellationToken);
    }

    /// <summary>Whether every living worker has had the time for a heartbeat since this service started.</summary>
    public bool IsWarm => clock.GetUtcNow() >= warm;

    /// <summary>What living workers take: evaluators and resource classes, each pair once, in order.</summary>
    public ImmutableArray<(string Evaluator, string ResourceClass)> Offers() =>
        [.. Alive().Where(seen => !seen.Heartbeat.Draining).SelectMany(seen => Classes(seen.Heartbeat), (seen, resource) => (seen.Heartbeat, resource))
            .SelectMany(offer => offer.Heartbeat.Evaluators.Select(evaluator => (evaluator, offer.resource)))
            .Distinct().Order()];

    /// <summary>A living worker, other than the given one, that holds the attempt; null when there is none.</summary>
    public string? HolderOf(HeldAttempt attempt, string except) =>
        Alive().FirstOrDefault(seen => seen.Heartbeat.Worker != except && seen.Holding.Contains(attempt))?.Heartbeat.Worker;

    /// <summary>Whether a living worker holds the attempt.</summary>
    public bool IsHeld(HeldAttempt attempt) => Alive().Any(seen => seen.Holding.Contains(attempt));

    public ImmutableArray<WorkerView> View()
    {
        return
        [
            .. workers.Values.OrderBy(seen => seen.Heartbeat.Worker, StringComparer.Ordinal).Select(seen => new WorkerView(
                seen.Heartbeat.Worker,
                seen.Heartbeat.Machine,
                seen.Heartbeat.Version,
                seen.Heartbeat.Slots,
                Busy(seen),
                seen.Heartbeat.Holding,
                seen.Heartbeat.Evaluators,
                seen.At,
                IsAlive(seen))
            {
                ResourceClasses = Classes(seen.Heartbeat),
                Draining = seen.Heartbeat.Draining,
            }),
        ];
    }

    /// <summary>A worker of a version that knew of no classes takes what needs nothing special.</summary>
    private static ImmutableArray<string> Classes(WorkerHeartbeat heartbeat) =>
        heartbeat.ResourceClasses.IsDefaultOrEmpty ? [Queues.DefaultResourceClass] : heartbeat.ResourceClasses;

    private static IEnumerable<Measurement<long>> OfWorkers(IEnumerable<Seen> some, Func<Seen, long> figure) =>
        some.Select(seen => new Measurement<long>(figure(seen), new KeyValuePair<string, object?>("worker", seen.Heartbeat.Worker)));

    /// <summary>A worker also holds what waits for a slot.</summary>
    private static int Busy(Seen seen) => Math.Min(seen.Holding.Count, seen.Heartbeat.Slots);

    private IEnumerable<Seen> Alive() => workers.Values.Where(IsAlive);

    private bool IsAlive(Seen seen) => clock.GetElapsedTime(seen.Timestamp) <= lease;

    /// <param name="At">For people.</param>
    /// <param name="Timestamp">For leases: monotonic, so that setting the clock kills no worker.</param>
    private sealed record Seen(WorkerHeartbeat Heartbeat, HashSet<HeldAttempt> Holding, DateTimeOffset At, long Timestamp);
}
