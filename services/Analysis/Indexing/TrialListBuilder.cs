namespace ArchOpt.Analysis.Indexing;

/// <summary>Makes one <see cref="TrialList"/> after another.</summary>
/// <remarks>Not thread-safe; the lists are.</remarks>
internal sealed class TrialListBuilder
{
    private readonly List<TrialSummary?[]?> blocks = [];

    /// <summary>Blocks that no list has: they may be written.</summary>
    private readonly HashSet<int> own = [];

    private int count;

    /// <summary>Puts a trial in the place of its number, and returns what was there.</summary>
    public TrialSummary? Set(TrialSummary trial)
    {
        var place = checked((int)(trial.Number / TrialList.BlockSize));
        while (blocks.Count <= place) blocks.Add(null);
        if (own.Add(place)) blocks[place] = blocks[place] is { } shared ? [.. shared] : new TrialSummary?[TrialList.BlockSize];
        ref var slot = ref blocks[place]![trial.Number % TrialList.BlockSize];
        var before = slot;
        if (before is null) count++;
        slot = trial;
        return before;
    }

    /// <summary>All trials as they are now.</summary>
    public TrialList Build()
    {
        own.Clear();
        return new([.. blocks], count);
    }
}
