using ArchOpt.Storage;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Indexing;

/// <summary>The indexes of the studies that somebody looks at. Those that nobody has looked at for the longest time go first.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class TrialIndexes : IDisposable
{
    /// <summary>Trials that all indexes together may have, about 45 MB; one index is kept in any case.</summary>
    public const int Capacity = 300_000;

    /// <summary>An index that nobody has looked at for so long is dropped.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private readonly LinkedList<Entry> entries = []; // the last one looked at first
    private readonly IStudyStore store;
    private readonly TimeProvider time;
    private readonly long capacity;

    public TrialIndexes(IStudyStore store, TimeProvider time)
        : this(store, time, Capacity)
    {
    }

    internal TrialIndexes(IStudyStore store, TimeProvider time, long capacity) => (this.store, this.time, this.capacity) = (store, time, capacity);

    /// <summary>How many studies are in memory.</summary>
    internal int Count
    {
        get
        {
            lock (gate) return entries.Count;
        }
    }

    /// <summary>The index of the study, which may not have read anything yet.</summary>
    /// <param name="record">The study, just read.</param>
    public TrialIndex Of(StudyRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        lock (gate)
        {
            var now = time.GetTimestamp();
            // A study that was deleted and created anew has another id, and an import may give one another space.
            Drop(entry => entry.Name == record.Name && (entry.Id != record.Id || entry.Definition != record.Definition));
            Drop(entry => time.GetElapsedTime(entry.Looked, now) >= Idle && entry.Id != record.Id);
            var node = Find(record.Id);
            if (node is null) node = new(new(record, new TrialIndex(record.Id, record.ReadDefinition(), store, time)));
            else entries.Remove(node);
            node.Value.Looked = now;
            entries.AddFirst(node);
            while (entries.Count > 1 && entries.Sum(entry => (long)entry.Index.Snapshot.Ended.Count) > capacity) Drop(entries.Last!);
            return node.Value.Index;
        }
    }

    /// <summary>The study's trials as the store has them now, or as far as they were read within <see cref="TrialIndex.Patience"/>.</summary>
    /// <param name="record">The study, just read.</param>
    /// <param name="cancellationToken">Ends the waiting, not the reading.</param>
    /// <exception cref="StoreUnusableException">The store cannot be read.</exception>
    public Task<TrialSnapshot> LookAsync(StudyRecord record, CancellationToken cancellationToken) => Of(record).LookAsync(cancellationToken);

    /// <summary>Drops what is known of a study that was deleted.</summary>
    public void Forget(string studyId)
    {
        lock (gate) Drop(entry => entry.Id == studyId);
    }

    public void Dispose()
    {
        lock (gate) Drop(_ => true);
    }

    private LinkedListNode<Entry>? Find(string studyId)
    {
        for (var node = entries.First; node is not null; node = node.Next)
        {
            if (node.Value.Id == studyId) return node;
        }

        return null;
    }

    private void Drop(Func<Entry, bool> isStale)
    {
        for (var node = entries.First; node is not null;)
        {
            var next = node.Next;
            if (isStale(node.Value)) Drop(node);
            node = next;
        }
    }

    private void Drop(LinkedListNode<Entry> node)
    {
        entries.Remove(node);
        node.Value.Index.Dispose();
    }

    private sealed class Entry(StudyRecord record, TrialIndex index)
    {
        public string Id { get; } = record.Id;

        public string Name { get; } = record.Name;

        public string Definition { get; } = record.Definition;

        public TrialIndex Index { get; } = index;

        public long Looked { get; set; }
    }
}
