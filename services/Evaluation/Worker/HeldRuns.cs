using System.Collections.Concurrent;

namespace ArchOpt.Evaluation.Worker;

/// <summary>
/// Every attempt in this worker's hands. Bounded by the deliveries that the broker hands out, which is slots times
/// evaluators times resource classes. A run that was granted a later attempt is found under both.
/// </summary>
internal sealed class HeldRuns
{
    private readonly ConcurrentDictionary<AttemptKey, TrialRun> runs = new();

    /// <summary>Each run once, a snapshot.</summary>
    public IEnumerable<TrialRun> All => runs.Where(entry => entry.Key == entry.Value.Key).Select(entry => entry.Value);

    /// <summary>Null when the run is now held under the key, else the run that already was.</summary>
    public TrialRun? AddOrGet(AttemptKey key, TrialRun run)
    {
        var held = runs.GetOrAdd(key, run);
        return ReferenceEquals(held, run) ? null : held;
    }

    /// <summary>The run of exactly this attempt; null for one that was granted a later attempt since.</summary>
    public TrialRun? Find(AttemptKey key) => runs.TryGetValue(key, out var run) && run.Key == key ? run : null;

    /// <summary>Forgets a run under the key it came with and under the one it was granted.</summary>
    public void Remove(TrialRun run)
    {
        runs.TryRemove(new(AttemptKey.Of(run.Message), run));
        runs.TryRemove(new(run.Key, run));
    }
}
