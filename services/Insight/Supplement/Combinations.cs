using ArchOpt.Insight.Gaps;
using ArchOpt.Insight.Trends;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Insight.Supplement;

/// <summary>The best value of each parameter together: on the champion, with untested values beside them, without one of them, and on the best deep and shallow networks.</summary>
internal static class Combinations
{
    private const int MostParameters = 5;

    /// <param name="ordered">Trends that say something, the most important parameter first.</param>
    public static SupplementSet? Set(Draft draft, IReadOnlyList<Trend> ordered)
    {
        var best = ordered.Select(trend => (trend.Parameter, Value: BestValue(draft, trend))).Where(pair => pair.Value is not null)
            .Select(pair => (pair.Parameter, Value: pair.Value!.Value)).Take(MostParameters).ToList();
        var trials = new List<SupplementTrial>();
        if (best.Count >= 2)
        {
            foreach (var (from, changes, reason) in Candidates(draft, ordered, best))
            {
                if (trials.Count == draft.Settings.Combined) break;
                draft.TryAdd(trials, from.Configuration, changes, reason);
            }
        }

        return draft.Set("the best of each together", draft.Champion, trials, all =>
        [
            Draft.BeatsBase(all, draft.Champion, "combining the best values works: a new champion"),
        ]);
    }

    private static IEnumerable<(InsightTrial From, List<(string, ParameterValue)> Changes, string Reason)> Candidates(
        Draft draft, IReadOnlyList<Trend> ordered, List<(string Parameter, ParameterValue Value)> best)
    {
        var champion = draft.Champion;
        yield return (champion, best, $"the best of each: {Text(best)}");
        var gaps = GapSearch.Of(draft.Data, [.. ordered]).Where(gap => gap.Kind == GapKind.Untested).ToLookup(gap => gap.Parameters[0], gap => gap.Values);
        foreach (var (parameter, value) in best.Where(b => gaps.Contains(b.Parameter)))
        {
            var column = draft.Data.Columns.Single(c => c.Path == parameter);
            var untested = GapSearch.Nearest(column, value.Number, gaps[parameter].SelectMany(values => values))[0];
            List<(string Parameter, ParameterValue Value)> changed = [.. best.Select(b => b.Parameter == parameter ? (parameter, untested) : b)];
            yield return (champion, changed, $"the best of each, with {parameter} at the untested {NumberText.Exact(untested)}");
        }

        if (ArchitectureVariants.Depth(draft) is { } depth)
        {
            var shapes = draft.Data.Columns.Where(column => ArchitectureVariants.IsArchitecture(column, draft.Settings)).Select(column => column.Path).ToHashSet();
            var training = best.Where(b => !shapes.Contains(b.Parameter)).ToList();
            var (shallow, deep) = ArchitectureVariants.Bases(draft, depth);
            if (training.Count > 0)
            {
                if (deep is not null && deep.Group == champion.Group) yield return (deep, training, $"the best deep network (trial {deep.Number}) with {Text(training)}");
                if (shallow is not null && shallow.Group == champion.Group) yield return (shallow, training, $"the best shallow network (trial {shallow.Number}) with {Text(training)}");
            }
        }

        for (var without = best.Count - 1; without >= 0; without--)
        {
            var rest = best.Where((_, i) => i != without).ToList();
            yield return (champion, rest, $"{Text(rest)}, and the champion's own {best[without].Parameter}");
        }
    }

    private static ParameterValue? BestValue(Draft draft, Trend trend)
    {
        if (GapSearch.BestRow(trend) is not { } row) return null;
        // Where several values are good, the champion stays in its own: a mixture of two good regions is neither.
        if (IsRegional(draft, trend) && ConfigurationEdit.Get(draft.Champion.Configuration, trend.Parameter) is { } own
            && trend.ActiveRows.Any(other => other.IsMarked && other.Value == own)) return own;
        if (row.Value is { } value) return value;
        // Of a bin the value of its best trial.
        var column = draft.Data.Columns.Single(c => c.Path == trend.Parameter);
        return column.Values[draft.Data.Ranking.First(row.Members.Contains)];
    }

    /// <summary>Shapes of networks go together; of training parameters only those with a poor region between two good ones.</summary>
    private static bool IsRegional(Draft draft, Trend trend) => trend.Finding.Kind == FindingKind.Bimodal
        || (trend.Finding.Kind == FindingKind.Mixed && ArchitectureVariants.IsArchitecture(draft.Data.Columns.Single(c => c.Path == trend.Parameter), draft.Settings));

    private static string Text(IEnumerable<(string Parameter, ParameterValue Value)> values) => string.Join(", ", values.Select(pair => $"{pair.Parameter} {NumberText.Exact(pair.Value)}"));
}
