namespace ArchOpt.Search.Strategies.Tpe;

/// <summary>
/// For several objectives: ordered by tier, then by front (how often all that dominate it have to be taken away before nothing
/// does), then by crowding distance, the lonelier first (Deb et al. 2002). That is the split of Ozaki et al. (2020) with
/// crowding in the place of hypervolume, which costs the same for every number of objectives.
/// </summary>
/// <remarks>One trial costs capacity^2 comparisons. Trials without losses of their own tier rank by what they have.</remarks>
internal sealed class ParetoArchive(int capacity) : IEliteArchive
{
    private List<ParzenTrial> trials = [];

    public IReadOnlyList<ParzenTrial> Ordered => trials;

    public ParzenTrial? Add(ParzenTrial trial)
    {
        trials.Add(trial);
        trials = [.. trials.GroupBy(t => t.Tier).OrderBy(tier => tier.Key).SelectMany(tier => Sort([.. tier.OrderBy(t => t.Number)]))];
        if (trials.Count <= capacity) return null;
        var last = trials[^1];
        trials.RemoveAt(trials.Count - 1);
        return last;
    }

    private static IEnumerable<ParzenTrial> Sort(List<ParzenTrial> tier)
    {
        if (tier[0].Losses.Length < 2)
        {
            tier.Sort(ParzenTrial.CompareSingle);
            foreach (var trial in tier) yield return trial;
            yield break;
        }

        while (tier.Count > 0)
        {
            var front = tier.Where(trial => !tier.Exists(other => Dominates(other.Losses, trial.Losses))).ToList();
            tier.RemoveAll(front.Contains);
            var crowding = Crowding(front);
            foreach (var trial in front.OrderByDescending(trial => crowding[trial]).ThenBy(trial => trial.Number)) yield return trial;
        }
    }

    private static bool Dominates(double[] left, double[] right)
    {
        var better = false;
        for (var i = 0; i < left.Length; i++)
        {
            if (left[i] > right[i]) return false;
            better |= left[i] < right[i];
        }

        return better;
    }

    /// <summary>The sum over objectives of the gap between a trial's neighbours, relative to the front's range; infinite at its ends.</summary>
    private static Dictionary<ParzenTrial, double> Crowding(List<ParzenTrial> front)
    {
        var distances = front.ToDictionary(trial => trial, _ => 0.0);
        for (var objective = 0; objective < front[0].Losses.Length; objective++)
        {
            var m = objective;
            var sorted = front.OrderBy(trial => trial.Losses[m]).ThenBy(trial => trial.Number).ToArray();
            var range = sorted[^1].Losses[m] - sorted[0].Losses[m];
            if (!(range > 0)) continue;
            distances[sorted[0]] = distances[sorted[^1]] = double.PositiveInfinity;
            for (var i = 1; i < sorted.Length - 1; i++) distances[sorted[i]] += (sorted[i + 1].Losses[m] - sorted[i - 1].Losses[m]) / range;
        }

        return distances;
    }
}
