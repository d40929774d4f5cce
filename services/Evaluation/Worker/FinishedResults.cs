using ArchOpt.Contracts;

namespace ArchOpt.Evaluation.Worker;

/// <summary>
/// The last results that this worker published. A delivery of one of them again, after a lost acknowledgement or from
/// a restarted Proposal, is answered with the result once more: results are idempotent, and work is not repeated.
/// </summary>
internal sealed class FinishedResults
{
    private const int Capacity = 4096;
    private readonly Dictionary<AttemptKey, TrialFinished> results = [];
    private readonly Queue<AttemptKey> order = new();
    private readonly Lock gate = new();

    public void Add(AttemptKey key, TrialFinished result)
    {
        lock (gate)
        {
            if (results.TryAdd(key, result)) order.Enqueue(key);
            else results[key] = result;
            if (order.Count > Capacity) results.Remove(order.Dequeue());
        }
    }

    public TrialFinished? Find(AttemptKey key)
    {
        lock (gate) return results.GetValueOrDefault(key);
    }
}
