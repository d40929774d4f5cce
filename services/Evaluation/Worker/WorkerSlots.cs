namespace ArchOpt.Evaluation.Worker;

/// <summary>
/// The worker's slots, shared by all evaluators: numbered, so that what is bound to a slot (a GPU) belongs to one run at a
/// time. The lowest free one is given first: a worker with little to do keeps to its first devices. Thread-safe.
/// </summary>
internal sealed class WorkerSlots : IDisposable
{
    private readonly SemaphoreSlim free;
    private readonly PriorityQueue<int, int> numbers = new();
    private readonly Lock gate = new();

    public WorkerSlots(EvaluationOptions options, ILogger<WorkerSlots> log)
    {
        Count = options.Slots;
        free = new(Count, Count);
        for (var slot = 0; slot < Count; slot++) numbers.Enqueue(slot, slot);
        if (options.Devices.Length is > 0 and var devices && devices < Count)
            log.LogInformation("{Slots} slots share {Devices} devices: slot n runs on device n modulo {Devices}", Count, devices, devices);
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>How many are taken.</summary>
    public int Busy => Count - free.CurrentCount;

    /// <summary>Waits for a slot; it belongs to the caller until <see cref="Release"/>.</summary>
    /// <returns>Its number: 0, 1, ...</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled first; no slot is taken.</exception>
    public async ValueTask<int> TakeAsync(CancellationToken cancellationToken)
    {
        await free.WaitAsync(cancellationToken);
        lock (gate) return numbers.Dequeue();
    }

    public void Release(int slot)
    {
        lock (gate) numbers.Enqueue(slot, slot);
        free.Release();
    }

    public void Dispose() => free.Dispose();
}
