using ArchOpt.Contracts;

namespace ArchOpt.Evaluation.Worker;

/// <summary>
/// The last attempts that this worker was told to stop, whether it had them or not: their messages may still wait in
/// the queue, and are then not worth a run. An attempt that was stopped is never wanted again. Thread-safe.
/// </summary>
internal sealed class StoppedAttempts
{
    private const int Capacity = 16_384;
    private readonly Dictionary<AttemptKey, StopReason> reasons = [];
    private readonly Queue<AttemptKey> order = new();
    private readonly Lock gate = new();

    public void Add(AttemptKey key, StopReason reason)
    {
        lock (gate)
        {
            if (reasons.TryAdd(key, reason)) order.Enqueue(key);
            else if (reason == StopReason.Superseded) reasons[key] = reason;
            if (order.Count > Capacity) reasons.Remove(order.Dequeue());
        }
    }

    public StopReason? Find(AttemptKey key)
    {
        lock (gate) return reasons.TryGetValue(key, out var reason) ? reason : null;
    }
}
