using System.Collections.Immutable;
using ArchOpt.Insight.Gaps;
using ArchOpt.Insight.Trends;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Insight.Supplement;

/// <summary>
/// One parameter of the champion at a time: values between its own and the one that is best over all trials, that one itself, and a little beyond; around its own
/// where the two are the same.
/// </summary>
internal static class FineTuning
{
    private const int Between = 3;
    private const int Beside = 2;

    /// <summary>How far to look around a value of which neighbours were tried everywhere, as parts of the range.</summary>
    private static readonly double[] Offsets = [-0.1, -0.05, 0.05, 0.1];

    public static SupplementSet? Set(Draft draft, ParameterColumn column, Trend trend)
    {
        var own = ConfigurationEdit.Get(draft.Champion.Configuration, column.Path);
        if (own is not { Kind: ParameterValueKind.Number } champion) return null;
        var w = champion.Number;
        var best = trend.IsBinned || !GapSearch.Speaks(trend) || GapSearch.BestRow(trend) is not { Value: { } value } ? w : value.Number;
        var trials = new List<SupplementTrial>();
        var placed = new List<(string Number, double Value)>();
        Add(Candidates(draft, column, trend, w, best));
        if (trials.Count == 0)
        {
            best = w;
            Add(Levels(column, w));
        }

        return draft.Set($"{column.Path} around trial {draft.Champion.Number}", draft.Champion, trials, all => Expectations(draft, column, all, [.. placed.Select(p => p.Value)], w, best));

        void Add(IEnumerable<(double Value, string Reason)> candidates)
        {
            foreach (var (candidate, reason) in candidates.DistinctBy(pair => pair.Value).OrderBy(pair => pair.Value))
            {
                if (draft.TryAdd(trials, draft.Champion.Configuration, [(column.Path, ParameterValue.Of(candidate))], reason)) placed.Add((trials[^1].Id, candidate));
            }
        }
    }

    /// <summary>One level below and one above: values that were tried, but not with the champion's other settings.</summary>
    private static IEnumerable<(double Value, string Reason)> Levels(ParameterColumn column, double w)
    {
        if (ParameterLevels.Count(column.Parameter) is not { } count || ParameterLevels.IndexOf(column.Parameter, w) is not (>= 0 and var level)) yield break;
        var reason = $"next to the champion's {NumberText.Exact(w)}, tried so far only with other settings";
        if (level > 0) yield return (ParameterLevels.At(column.Parameter, level - 1).Number, reason);
        if (level + 1 < count) yield return (ParameterLevels.At(column.Parameter, level + 1).Number, reason);
    }

    private static IEnumerable<(double Value, string Reason)> Candidates(Draft draft, ParameterColumn column, Trend trend, double w, double best)
    {
        var own = $"the champion's {NumberText.Exact(w)}";
        var good = GapSearch.Speaks(trend) ? $"the best value {NumberText.Exact(best)}" : own;
        if (trend.IsBinned) return Around(column, w);
        var found = new List<(double, string)>();
        if (w != best)
        {
            found.AddRange(Towards(column, w, best, own, good));
            found.Add((best, $"{good} over all trials, with the champion's other settings"));
        }

        var tried = draft.Tried(column.Path);
        var at = Array.BinarySearch(tried, best);
        if (w >= best)
        {
            found.AddRange(at > 0
                ? Values(column, tried[at - 1], best, Between).TakeLast(Beside).Reverse().Select((value, i) => (value, $"{(i == 0 ? "slightly" : "further")} below {good}, towards {NumberText.Exact(tried[at - 1])}"))
                : Beyond(at + 1 < tried.Length ? tried[at + 1] : null));
        }

        if (w <= best)
        {
            found.AddRange(at + 1 < tried.Length
                ? Values(column, best, tried[at + 1], Between).Take(Beside).Select((value, i) => (value, $"{(i == 0 ? "slightly" : "further")} above {good}, towards {NumberText.Exact(tried[at + 1])}"))
                : Beyond(at > 0 ? tried[at - 1] : null));
        }

        return found;

        IEnumerable<(double, string)> Beyond(double? inner) => inner is { } neighbour && ValuesBetween.Beyond(column, neighbour, best) is { } value
            ? [(value.Number, $"beyond {good}, the last that was tried")]
            : [];
    }

    /// <summary>From the champion's value to the best one.</summary>
    private static IEnumerable<(double Value, string Reason)> Towards(ParameterColumn column, double w, double best, string own, string good)
    {
        double[] between = [.. Values(column, Math.Min(w, best), Math.Max(w, best), Between)];
        if (w > best) Array.Reverse(between);
        for (var i = 0; i < between.Length; i++)
        {
            yield return (between[i], 2 * i + 1 == between.Length ? $"halfway between {own} and {good}"
                : i == between.Length - 1 ? $"just {(w < best ? "below" : "above")} {good}"
                : $"between {own} and {good}");
        }
    }

    private static IEnumerable<double> Values(ParameterColumn column, double low, double high, int most) =>
        ValuesBetween.Of(column, low, high, most, out _).Select(value => value.Number);

    private static IEnumerable<(double Value, string Reason)> Around(ParameterColumn column, double w)
    {
        if (column.Unit(w) is not { } unit) yield break;
        foreach (var offset in Offsets)
        {
            if (unit + offset is <= 0 or >= 1) continue;
            var value = UnitScale.At(column.Parameter, unit + offset).Number;
            if (column.Parameter is FloatParameter { Step: null }) value = NumberText.RoundTo(value, 3);
            yield return (value, $"{(value < w ? "a little below" : "a little above")} the champion's {NumberText.Rounded(w)}");
        }
    }

    private static IEnumerable<Expectation> Expectations(Draft draft, ParameterColumn column, ImmutableArray<SupplementTrial> all, double[] values, double w, double best)
    {
        if (w != best)
        {
            // On the champion's side of the best value: the half that is nearer to the best one against the other half.
            var side = all.Where((_, i) => (values[i] - best) * (w - best) >= 0).ToImmutableArray();
            var ordered = w < best ? side.Reverse().ToImmutableArray() : side;
            if (ordered.Length >= 2)
            {
                var near = ordered.Take(ordered.Length / 2).OrderBy(all.IndexOf).ToList();
                var far = ordered.Skip((ordered.Length + 1) / 2).OrderBy(all.IndexOf).ToList();
                yield return Draft.Beats(near, far, all, $"{column.Path} around {NumberText.Exact(best)} is confirmed as the best, with the champion's other settings too");
            }
        }

        var pivot = w != best ? best : w;
        var below = all.Where((_, i) => values[i] < pivot).ToList();
        var above = all.Where((_, i) => values[i] > pivot).ToList();
        if (below.Count > 0 && above.Count > 0)
            yield return Draft.Beats(above, below, all, $"the best {column.Path} lies above {NumberText.Rounded(pivot)}: narrow it there");
        yield return Draft.BeatsBase(all, draft.Champion, $"{column.Path} was not yet tuned, and the champion changes");
    }
}
