namespace ArchOpt.Search.Pruners;

/// <summary>
/// <c>median</c>: the median stopping rule of Google Vizier (Golovin et al. 2017): a trial is stopped at a step when its
/// best loss so far is strictly worse than the median of the completed trials' average losses up to that step. It is
/// <see cref="PercentilePruner"/> at 50.
/// </summary>
public static class MedianPruner
{
    public const string Name = "median";

    public static PrunerDescription Description { get; } = new(
        Name,
        "Stops a trial that is worse than the median of the completed ones at the same step.",
        PercentilePruner.Common(),
        problem => new PercentilePruner(problem, percentile: 50),
        _ => []);
}
