using ArchOpt.Analysis.Charts;
using ArchOpt.Analysis.Reporting;
using ArchOpt.Insight;

namespace ArchOpt.Analysis.Plots;

/// <summary>Which parameters matter together beyond what each does alone.</summary>
internal static class InteractionsPlot
{
    public const string Name = "interactions";

    private const int MostParameters = 10;

    public static StudyPlot? Of(StudyAnalysis analysis)
    {
        var pairs = analysis.Importance.Interactions.Where(pair => pair.Share > 0).OrderByDescending(pair => pair.Share).ToArray();
        if (pairs.Length == 0) return null;
        var names = new List<string>();
        foreach (var name in pairs.SelectMany(pair => new[] { pair.First, pair.Second }))
        {
            if (names.Count < MostParameters && !names.Contains(name)) names.Add(name);
        }

        var shares = analysis.Importance.Interactions.ToDictionary(pair => (pair.First, pair.Second), pair => pair.Share);
        var title = $"Pairs of parameters that {Wording.Short(analysis.Data.Objective.Metric)} depends on together";
        var chart = new HeatMap(
            Name, title, ["Share of the variance (%) that two parameters have together and neither has alone, the strongest pairs first."], "share of the variance",
            [.. names],
            (row, column) => shares.TryGetValue((names[row], names[column]), out var share) || shares.TryGetValue((names[column], names[row]), out share) ? share : double.NaN);
        var caution = analysis.Importance.Evidence.SupportsRanking ? "" : " The data cannot support a ranking: take it for noise.";
        return new(Name, title, $"The strongest pair, {Wording.Short(pairs[0].First)} and {Wording.Short(pairs[0].Second)}, has {NumberText.Percent(pairs[0].Share)} of the variance.{caution}", chart.Draw());
    }
}
