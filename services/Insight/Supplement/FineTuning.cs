using System.Collections.Immutable;
using ArchOpt.Insight.Gaps;
using ArchOpt.Insight.Trends;
using ArchOpt.Search.Configurations;

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
        var best = trend.IsBinned || GapSearch.BestRow(trend) is not { Value: { } value } ? w : value.Number;
        var trials = new List<SupplementTrial>();
        var placed = new List<(string Number, double Value)>();
        foreach (var (candidate, reason) in Candidates(draft, column, trend, w, best).DistinctBy(pair => pair.Value).OrderBy(pair => pair.Value))
        {
            if (draft.TryAdd(trials, draft.Champion.Configuration, [(column.Path, ParameterValue.Of(candidate))], reason)) placed.Add((trials[^1].Id, candidate));
        }

        return draft.Set($"{column.Path} around trial {draft.Champion.Number}", draft.Champion, trials, all => Expectations(draft, column, all, [.. placed.Select(p => p.Value)], w, best));
    }

    private static IEnumerable<(double Value, string Reason)> Candidates(Draft draft, ParameterColumn column, Trend trend, double w, double best)
    {
        var (own, good) = ($"the champion's {NumberText.Exact(w)}", $"the best value {NumberText.Exact(best)}");
        if (trend.IsBinned) return Around(column, w);
        var found = new List<(double, string)>();
        if (w != best)
        {
            found.AddRange(Values(column, Math.Min(w, best), Math.Max(w, best), Between).Select(value => (value, $"between {own} and {good}")));
            found.Add((best, $"{good} over all trials, with the champion's other settings"));
        }

        var tried = draft.Tried(column.Path);
        var at = Array.BinarySearch(tried, best);
        if (w >= best)
        {
            found.AddRange(at > 0
                ? Values(column, tried[at - 1], best, Between).TakeLast(Beside).Select(value => (value, $"slightly below {good}, towards {NumberText.Exact(tried[at - 1])}"))
                : Beyond(at + 1 < tried.Length ? tried[at + 1] : null));
        }

        if (w <= best)
        {
            found.AddRange(at + 1 < tried.Length
                ? Values(column, best, tried[at + 1], Between).Take(Beside).Select(value => (value, $"slightly above {good}, towards {NumberText.Exact(tried[at + 1])}"))
                : Beyond(at > 0 ? tried[at - 1] : null));
        }

        return found;

        IEnumerable<(double, string)> Beyond(double? inner) => inner is { } neighbour && ValuesBetween.Beyond(column, neighbour, best) is { } value
            ? [(value.Number, $"beyond {good}, the last that was tried")]
            : [];
    }

    private static IEnumerable<double> Values(ParameterColumn column, double low, double high, int most) =>
        ValuesBetween.Of(column, low, high, most, out _).Select(value => value.Number);

    private static IEnumerable<(double Value, string Reason)> Around(ParameterColumn column, double w)
    {
        if (column.Unit(w) is not { } unit) yield break;
        foreach (var offset in Offsets)
        {
            if (unit + offset is <= 0 or >= 1) continue;
            var value = Search.Spaces.UnitScale.At(column.Parameter, unit + offset).Number;
            if (column.Parameter is Search.Spaces.FloatParameter { Step: null }) value = NumberText.RoundTo(value, 3);
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
        yield return new(
            $"the best of {Draft.Names(all, all)} beats trial {draft.Champion.Number}", $"{column.Path} was not yet tuned, and the champion changes", [.. all.Select(trial => trial.Id)], []);
    }
}
