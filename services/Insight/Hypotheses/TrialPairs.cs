using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Hypotheses;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Insight.Hypotheses;

/// <summary>Two samples of a metric, as gains: more is better, whatever the metric's goal.</summary>
/// <param name="Pairing">Whether the values belong together two by two.</param>
/// <param name="Better">Of the value that is claimed to be better.</param>
/// <param name="Than">Of the other; as many when paired.</param>
/// <param name="Seeds">How many different seeds there are in both.</param>
internal sealed record Samples(Pairing Pairing, double[] Better, double[] Than, int Seeds)
{
    public double[] Differences => [.. Better.Zip(Than, (a, b) => a - b)];
}

/// <summary>
/// Puts trials of two values side by side: those with the same seed and otherwise the same configuration where they make up at least half of the
/// smaller sample; else the means of each seed, where at least three seeds are shared and none is missing on either side; else not at all.
/// </summary>
internal static class TrialPairs
{
    private const int FewestPairs = 2;
    private const int FewestSeeds = 3;

    public static Samples Of(SearchSpace space, Hypothesis hypothesis, IReadOnlyList<InsightTrial> better, IReadOnlyList<InsightTrial> than, Func<InsightTrial, double> gain)
    {
        var dependent = Dependent(space, hypothesis.Parameter);
        var seeds = better.Concat(than).Select(trial => trial.Seed).Distinct().Count();
        var exact = Joined(better, than, trial => (Rest(trial.Configuration, hypothesis.Parameter, dependent), trial.Seed, trial.Group), gain);
        if (exact.Count >= FewestPairs && 2 * exact.Count >= Math.Min(better.Count, than.Count))
            return new(Pairing.ConfigurationAndSeed, [.. exact.Select(pair => pair.Better)], [.. exact.Select(pair => pair.Than)], seeds);
        var bySeed = Joined(better, than, trial => trial.Seed, gain);
        if (bySeed.Count >= FewestSeeds && bySeed.Count == seeds)
            return new(Pairing.Seed, [.. bySeed.Select(pair => pair.Better)], [.. bySeed.Select(pair => pair.Than)], seeds);
        return new(Pairing.None, [.. better.Select(gain)], [.. than.Select(gain)], seeds);
    }

    private static List<(double Better, double Than)> Joined<TKey>(
        IEnumerable<InsightTrial> better, IEnumerable<InsightTrial> than, Func<InsightTrial, TKey> key, Func<InsightTrial, double> gain)
        where TKey : notnull =>
    [
        .. better.GroupBy(key).Join(
            than.GroupBy(key), first => first.Key, second => second.Key,
            (first, second) => (Number: first.Min(trial => trial.Number), Better: first.Average(gain), Than: second.Average(gain)))
            .OrderBy(pair => pair.Number)
            .Select(pair => (pair.Better, pair.Than)),
    ];

    /// <summary>A configuration without the compared parameter, and without what is only there for some of its values.</summary>
    private static Configuration Rest(Configuration configuration, string path, ImmutableHashSet<string> dependent)
    {
        var rest = Configuration.Of(configuration.Entries.Where(entry => entry.Key != path && !dependent.Contains(entry.Key)));
        var open = path.IndexOf('[', StringComparison.Ordinal);
        if (open < 0 || !rest.TryGet(path[..open], out var list) || list.Kind != ParameterValueKind.List) return rest;
        var close = path.IndexOf("].", StringComparison.Ordinal);
        var index = int.Parse(path[(open + 1)..close]);
        return index >= list.List.Length ? rest
            : rest.With(path[..open], ParameterValue.Of(list.List.SetItem(index, Rest(list.List[index], path[(close + 2)..], []))));
    }

    private static ImmutableHashSet<string> Dependent(SearchSpace space, string path)
    {
        var dependent = ImmutableHashSet.Create(StringComparer.Ordinal, path);
        if (path.StartsWith("len(", StringComparison.Ordinal)) dependent = dependent.Add(path[4..^1]);
        foreach (var parameter in space.Parameters) // parents are declared earlier
        {
            if (parameter.When?.Clauses.Any(clause => dependent.Contains(clause.Parameter)) == true) dependent = dependent.Add(parameter.Name);
        }

        return dependent;
    }
}
