using ArchOpt.Insight.Gaps;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Insight.Supplement;

/// <summary>Small changes to the shape of the best shallow network and of the best deep one: a layer less, a layer more, narrower, wider, other heads.</summary>
internal static class ArchitectureVariants
{
    private const int MostPerSet = 5;

    private static readonly string[] DepthNames = ["layer", "depth", "block", "stage"];
    private static readonly string[] WidthNames = ["width", "d_model", "hidden", "dim", "unit", "channel", "head", "filter", "embed", "d_ff", "ffn", "feed"];

    /// <summary>Whether a parameter shapes the network rather than its training.</summary>
    public static bool IsArchitecture(ParameterColumn column, SupplementSettings settings) =>
        column.Path == settings.DepthParameter || column.Parameter is ListParameter || Matches(column, DepthNames) || Matches(column, WidthNames);

    /// <summary>The parameter that makes networks deep; null when none is numeric, named so and varied.</summary>
    public static ParameterColumn? Depth(Draft draft) => draft.Data.Columns.FirstOrDefault(column =>
        column.IsNumeric && column.Kind != DimensionKind.Categorical && !draft.Settings.Kept.Contains(column.Path) && draft.Tried(column.Path).Length > 1
        && (draft.Settings.DepthParameter is { } named ? column.Path == named : column.Parameter is ListParameter || Matches(column, DepthNames)));

    /// <summary>The best trial with a depth in the lower half of those tried, and the best one in the upper half.</summary>
    public static (InsightTrial? Shallow, InsightTrial? Deep) Bases(Draft draft, ParameterColumn depth)
    {
        var tried = draft.Tried(depth.Path);
        var middle = tried[(tried.Length - 1) / 2];
        var ranked = draft.Data.Ranking.Where(i => depth.Values[i] is { Kind: ParameterValueKind.Number }).ToList();
        return (Best(value => value <= middle), Best(value => value > middle));

        InsightTrial? Best(Func<double, bool> isIn) => ranked.Where(i => isIn(depth.Values[i]!.Value.Number)).Select(i => draft.Data.Measured[i]).FirstOrDefault();
    }

    public static IEnumerable<SupplementSet> Sets(Draft draft)
    {
        if (Depth(draft) is not { } depth) yield break;
        var (shallow, deep) = Bases(draft, depth);
        if (Set(draft, depth, shallow, "shallow") is { } first) yield return first;
        if (Set(draft, depth, deep, "deep") is { } second) yield return second;
    }

    private static SupplementSet? Set(Draft draft, ParameterColumn depth, InsightTrial? from, string name)
    {
        if (from is null) return null;
        var trials = new List<SupplementTrial>();
        var shape = draft.Data.Columns.Where(column => column != depth && column.IsNumeric && !draft.Settings.Kept.Contains(column.Path) && IsArchitecture(column, draft.Settings)).Prepend(depth);
        SupplementTrial? less = null, more = null;
        foreach (var column in shape)
        {
            if (ConfigurationEdit.Get(from.Configuration, column.Path) is not { Kind: ParameterValueKind.Number } own) continue;
            foreach (var isUp in new[] { false, true })
            {
                if (trials.Count == MostPerSet || Neighbour(draft, column, own.Number, isUp) is not { } value) continue;
                if (!draft.TryAdd(trials, from.Configuration, [(column.Path, value)], $"{column.Path} {NumberText.Exact(value)} instead of {NumberText.Exact(own)}: {(isUp ? "more" : "less")}")) continue;
                if (column == depth && isUp) more = trials[^1];
                else if (column == depth) less = trials[^1];
            }
        }

        return draft.Set($"{name} architectures around trial {from.Number}", from, trials, all =>
        {
            var expected = new List<Expectation>();
            if (less is not null && more is not null)
            {
                var (lessNamed, moreNamed) = (all[trials.IndexOf(less)], all[trials.IndexOf(more)]);
                expected.Add(Draft.Beats([lessNamed], [moreNamed], all, $"less {depth.Path} is better around trial {from.Number}"));
            }

            expected.Add(Draft.BeatsBase(all, from, $"the best {name} architecture was not yet found"));
            return expected;
        });
    }

    /// <summary>The next level, or a tenth of the range on where there are none; where the space may be widened, halfway to it, and beyond the last one.</summary>
    private static ParameterValue? Neighbour(Draft draft, ParameterColumn column, double own, bool isUp)
    {
        if (draft.Settings.Widen && Outside(draft, column, own, isUp) is { } outside) return outside;
        if (column.Parameter is ListParameter list) return own + (isUp ? 1 : -1) is var length && length >= Math.Max(1, list.Min) && length <= list.Max ? ParameterValue.Of(length) : default(ParameterValue?);
        if (ParameterLevels.Count(column.Parameter) is { } count)
        {
            var level = ParameterLevels.IndexOf(column.Parameter, own);
            var next = level + (isUp ? 1 : -1);
            return level >= 0 && next >= 0 && next < count ? ParameterLevels.At(column.Parameter, next) : default(ParameterValue?);
        }

        // Only a parameter that was named by hand can be continuous.
        return column.Unit(own) + (isUp ? 0.1 : -0.1) is > 0 and < 1 and var unit ? UnitScale.At(column.Parameter, unit) : default(ParameterValue?);
    }

    private static ParameterValue? Outside(Draft draft, ParameterColumn column, double own, bool isUp)
    {
        var tried = draft.Tried(column.Path);
        var at = Array.BinarySearch(tried, own);
        if (column.Parameter is not (OrdinalParameter or IntParameter) || at < 0 || tried.Length < 2) return null;
        var isEnd = isUp ? at == tried.Length - 1 : at == 0;
        var next = isEnd ? ValuesBetween.Beyond(column, isUp ? tried[at - 1] : tried[at + 1], own)?.Number : tried[isUp ? at + 1 : at - 1];
        if (next is not { } rung) return null;
        // A layer more is the smallest change; powers of two stay such, for the hardware's and the heads' sake.
        if (column.Parameter is IntParameter integer) return !isEnd || own + integer.Step <= integer.High && isUp || own - integer.Step >= integer.Low && !isUp ? null : Positive(own + (isUp ? integer.Step : -integer.Step));
        if (tried.All(value => value >= 1 && double.IsPow2(value))) return isEnd ? Positive(isUp ? own * 2 : own / 2) : ParameterValue.Of(rung);
        var half = ValuesBetween.Of(column, Math.Min(own, rung), Math.Max(own, rung), 1, out _);
        return half.IsEmpty ? ParameterValue.Of(rung) : half[0];

        static ParameterValue? Positive(double value) => value >= 1 ? ParameterValue.Of(value) : default(ParameterValue?);
    }

    /// <summary>By name and kind: a shape is made of levels, so a layer_dropout or a layerwise decay is none.</summary>
    private static bool Matches(ParameterColumn column, string[] names) => column.Kind == DimensionKind.Ordered && column.Parameter is not FloatParameter
        && Array.Exists(names, name => column.Parameter.Name.Contains(name, StringComparison.OrdinalIgnoreCase))
        && !column.Parameter.Name.Contains("dropout", StringComparison.OrdinalIgnoreCase);
}
