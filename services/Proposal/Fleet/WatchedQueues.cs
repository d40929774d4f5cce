using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace ArchOpt.Proposal.Fleet;

/// <summary>Shows Prometheus what the queues answered when they were last asked, for as long as that is news.</summary>
internal sealed class WatchedQueues : IQueueDepth, IAsyncDisposable
{
    private static readonly TimeSpan News = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, (long Ready, long At)> answers = new();
    private readonly IQueueDepth queues;
    private readonly TimeProvider clock;

    public WatchedQueues(IQueueDepth queues, IMeterFactory meters, TimeProvider clock)
    {
        this.queues = queues;
        this.clock = clock;
        meters.Create("ArchOpt.Proposal.Queues").CreateObservableGauge(
            "archopt_queue_ready_messages", Measure, description: "Messages that wait in a queue of the open studies, as Proposal last saw it.");
    }

    public async Task<long?> ReadyAsync(string queue, CancellationToken cancellationToken)
    {
        var ready = await queues.ReadyAsync(queue, cancellationToken);
        if (ready is { } count) answers[queue] = (count, clock.GetTimestamp());
        return ready;
    }

    public ValueTask DisposeAsync() => queues is IAsyncDisposable disposable ? disposable.DisposeAsync() : default;

    private IEnumerable<Measurement<long>> Measure()
    {
        foreach (var (queue, answer) in answers)
        {
            if (clock.GetElapsedTime(answer.At) <= News) yield return new(answer.Ready, new KeyValuePair<string, object?>("queue", queue));
            else answers.TryRemove(queue, out _);
        }
    }
}
