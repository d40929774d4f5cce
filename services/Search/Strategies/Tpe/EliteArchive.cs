namespace ArchOpt.Search.Strategies.Tpe;

/// <summary>The best trials so far, a bounded number of them, best first. What it lets go goes to the sample of the rest.</summary>
internal interface IEliteArchive
{
    /// <summary>Best first.</summary>
    IReadOnlyList<ParzenTrial> Ordered { get; }

    /// <summary>Takes a trial in and returns the one that no longer fits (perhaps the same), or null while there is room.</summary>
    ParzenTrial? Add(ParzenTrial trial);
}

/// <summary>For one objective: a sorted list.</summary>
internal sealed class EliteArchive(int capacity) : IEliteArchive
{
    /// <summary>Best first, by <see cref="ParzenTrial.CompareSingle"/>.</summary>
    public static IComparer<ParzenTrial> Order { get; } = Comparer<ParzenTrial>.Create(ParzenTrial.CompareSingle);

    private readonly List<ParzenTrial> trials = [];

    public IReadOnlyList<ParzenTrial> Ordered => trials;

    public ParzenTrial? Add(ParzenTrial trial)
    {
        var at = trials.BinarySearch(trial, Order);
        trials.Insert(at < 0 ? ~at : at, trial);
        if (trials.Count <= capacity) return null;
        var last = trials[^1];
        trials.RemoveAt(trials.Count - 1);
        return last;
    }
}
