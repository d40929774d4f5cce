using ArchOpt.Search.Randomness;

namespace ArchOpt.Search.Strategies.Tpe;

/// <summary>
/// A uniform sample of bounded size from all trials it was ever shown: those with the smallest keys, each trial's key being a
/// hash of the study's seed and its number (bottom-k sampling). The sample depends on which trials were shown, not on their order.
/// </summary>
internal sealed class UniformSample(int capacity, long seed)
{
    /// <summary>Part of a stream's address that no round has.</summary>
    private const int KeyStream = -3;

    private readonly PriorityQueue<ParzenTrial, long> kept = new(Comparer<long>.Create((a, b) => b.CompareTo(a)));

    /// <summary>How many trials it was shown.</summary>
    public long Shown { get; private set; }

    public int Count => kept.Count;

    /// <summary>How many trials each of the kept ones stands for.</summary>
    public double Weight => kept.Count == 0 ? 0 : (double)Shown / kept.Count;

    public IEnumerable<ParzenTrial> Trials => kept.UnorderedItems.Select(item => item.Element);

    public void Add(ParzenTrial trial)
    {
        Shown++;
        var key = RandomStream.Derive(seed, trial.Number, KeyStream);
        if (kept.Count < capacity) kept.Enqueue(trial, key);
        else kept.EnqueueDequeue(trial, key);
    }
}
