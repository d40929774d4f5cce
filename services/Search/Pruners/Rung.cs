namespace ArchOpt.Search.Pruners;

/// <summary>The losses of all trials that have reached one rung, in order. O(log n) to rank, O(n) moves to insert.</summary>
internal sealed class Rung(long step)
{
    private readonly List<(double Loss, long Trial)> order = [];
    private readonly Dictionary<long, double> losses = [];

    /// <summary>A trial has reached the rung with its first report at this step or behind it.</summary>
    public long Step { get; } = step;

    public int Count => order.Count;

    /// <summary>Sets the trial's loss, in the place of an earlier one.</summary>
    public void Set(long trial, double loss)
    {
        Remove(trial);
        losses[trial] = loss;
        order.Insert(~order.BinarySearch((loss, trial)), (loss, trial));
    }

    public void Remove(long trial)
    {
        if (losses.Remove(trial, out var loss)) order.RemoveAt(order.BinarySearch((loss, trial)));
    }

    /// <summary>How many trials have a strictly lower loss.</summary>
    public int Better(double loss)
    {
        var place = order.BinarySearch((loss, long.MinValue));
        return place < 0 ? ~place : place;
    }
}
