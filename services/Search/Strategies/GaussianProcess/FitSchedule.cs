namespace ArchOpt.Search.Strategies.GaussianProcess;

/// <summary>
/// When hyperparameters are fitted anew: after every observation while there are few, then whenever there are a twelfth more. Counts alone
/// decide, so a resumed study fits what an uninterrupted one would have, and only once.
/// </summary>
internal sealed class FitSchedule
{
    private const int Share = 12;
    private long next = 1;

    /// <summary>Whether the count has come to the next fit; then the one after it is scheduled.</summary>
    public bool IsDue(long count)
    {
        if (count < next) return false;
        next = count + Math.Max(1, count / Share);
        return true;
    }
}
