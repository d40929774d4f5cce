using System.Globalization;
using ArchOpt.Analysis.Charts;
using ArchOpt.Analysis.Reporting;
using ArchOpt.Insight;

namespace ArchOpt.Analysis.Plots;

/// <summary>How much of the objective's variance each parameter explains, and whether that is more than noise.</summary>
internal static class ImportancePlot
{
    public const string Name = "importance";

    private const int MostBars = 20;

    public static StudyPlot? Of(StudyAnalysis analysis)
    {
        var all = analysis.Importance.Parameters;
        if (all.IsEmpty || all.All(parameter => !(parameter.Share > 0))) return null;
        var top = analysis.TopImportance.ToDictionary(parameter => parameter.Parameter, parameter => parameter.Share, StringComparer.Ordinal);
        var shown = all.Take(MostBars).ToArray();
        var rest = all.Skip(MostBars).ToArray();
        var evidence = analysis.Importance.Evidence;
        var title = $"What {Wording.Short(analysis.Data.Objective.Metric)} depends on";
        string?[] notes =
        [
            evidence.SupportsRanking ? null : "The data cannot support a ranking.",
            Array.Exists(shown, parameter => !parameter.IsAboveNoise) ? "Hatched: no more important than shuffled copies of the parameters are." : null,
            rest.Length == 0 ? null : $"{Wording.Count(rest.Length, "parameter", "parameters")} below {NumberText.Percent(shown[^1].Share)} not shown.",
        ];
        var chart = new BarChart(
            Name, title, [string.Join(' ', notes.OfType<string>())], "share (%)", "own share of the variance (fANOVA)",
            top.Values.Any(share => share > 0) ? "share in reaching the top (PED-ANOVA)" : null, "not above noise",
            [
                .. shown.Select(parameter => new Bar(
                    parameter.Parameter, parameter.Share, parameter.Deviation, top.TryGetValue(parameter.Parameter, out var share) && top.Values.Any(other => other > 0) ? share : null,
                    !parameter.IsAboveNoise, $"{NumberText.Percent(parameter.Share)} ± {(100 * parameter.Deviation).ToString("0.0", CultureInfo.InvariantCulture)}")),
            ]);
        return new(Name, title, evidence.Sentence, chart.Draw());
    }
}
