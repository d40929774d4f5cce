using ArchOpt.Search.Objectives;

namespace ArchOpt.Search.Strategies.Tpe;

/// <summary>
/// For several objectives: in <see cref="CrowdedOrder"/>, by tier and front, then the lonelier first. That is the split of Ozaki et al. (2020)
/// with crowding in the place of hypervolume, which costs the same for every number of objectives.
/// </summary>
/// <remarks>One trial costs capacity^2 comparisons. Of equals, the earlier come first.</remarks>
internal sealed class ParetoArchive(int capacity) : IEliteArchive
{
    private List<ParzenTrial> trials = [];

    public IReadOnlyList<ParzenTrial> Ordered => trials;

    public ParzenTrial? Add(ParzenTrial trial)
    {
        ParzenTrial[] all = [.. trials.Append(trial).OrderBy(one => one.Number)];
        trials = [.. CrowdedOrder.Of([.. all.Select(one => one.Fitness)]).Select(place => all[place.Index])];
        if (trials.Count <= capacity) return null;
        var last = trials[^1];
        trials.RemoveAt(trials.Count - 1);
        return last;
    }
}
