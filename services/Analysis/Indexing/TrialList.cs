namespace ArchOpt.Analysis.Indexing;

/// <summary>Trials by number, at one moment. Immutable; the next moment's list shares with it whatever has not changed.</summary>
public sealed class TrialList
{
    /// <summary>Numbers in a block: what a change copies.</summary>
    internal const int BlockSize = 512;

    private readonly TrialSummary?[]?[] blocks;

    internal TrialList(TrialSummary?[]?[] blocks, int count) => (this.blocks, Count) = (blocks, count);

    public static TrialList Empty { get; } = new([], 0);

    public int Count { get; }

    /// <summary>The trial with this number, or null.</summary>
    public TrialSummary? Find(long number) =>
        number >= 0 && number / BlockSize < blocks.Length ? blocks[number / BlockSize]?[number % BlockSize] : null;

    /// <summary>In ascending order of numbers.</summary>
    public IEnumerable<TrialSummary> All()
    {
        foreach (var block in blocks)
        {
            if (block is null) continue;
            foreach (var trial in block)
            {
                if (trial is not null) yield return trial;
            }
        }
    }
}
