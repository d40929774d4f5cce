using System.Collections.Immutable;
using ArchOpt.Analysis.Charts;
using ArchOpt.Search.Rules;
using ArchOpt.Search.Strategies.Resilient;
using ArchOpt.Studies.History;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Plots;

/// <summary>How large the models were that were tried: as each training reported, else as estimated from the configuration.</summary>
internal static class ComplexityPlot
{
    public const string Name = "complexity";

    private const double LongestFormula = 400;

    public static StudyPlot? Of(StudyProgress progress)
    {
        var estimate = ModelComplexity.Estimate(StudyStrategy.Problem(progress.Study));
        var estimated = 0;
        double? Size(Trial trial)
        {
            if (trial.Current.Metrics.TryGetValue(GroupResults.ParametersMetric, out var reported) && double.IsFinite(reported) && reported >= 0) return reported;
            if (estimate?.Evaluate(trial.Configuration) is not { } size) return null;
            estimated++;
            return size;
        }

        var groups = progress.Groups.Select(group => (Group: group, Sizes: group.Measured.Concat(group.Violating).OrderBy(trial => trial.Number)
            .Select(trial => (trial.Number, Size: Size(trial))).Where(point => point.Size is not null).Select(point => (point.Number, Size: point.Size!.Value)).ToArray())).ToArray();
        var all = groups.SelectMany(group => group.Sizes).ToArray();
        if (all.Length == 0) return null;
        var unit = Unit.Of(all.Max(point => point.Size));
        var axis = ValueRange.Plain(all.Select(point => point.Size / unit.Size));
        var series = groups.Select(group => Series(group.Group, group.Sizes, unit)).ToImmutableArray();
        var title = "Model size by iteration";
        var source = estimated == 0 ? "as each training reported it"
            : estimated == all.Length ? $"estimated as {Formula(estimate!)}"
            : $"as reported, else estimated as {Formula(estimate!)}";
        var chart = new ScatterChart(
            Name, title, [$"Size {source}. Circled: the trial with the best result{(progress.Groups.Length > 1 ? " of each group" : "")}."],
            "iteration (trial number)", $"model parameters{unit.Name}{(axis.IsLogarithmic ? ", logarithmic" : "")}",
            Axis.CountWithRoom(all.Min(point => point.Number), all.Max(point => point.Number)), axis, series);
        var best = series.SelectMany(one => one.Marks).Select(mark => mark.Label).ToArray();
        return new(Name, title, best.Length == 0 ? $"Model size, {source}." : $"Model size, {source}; the best: {string.Join(", ", best)}.", ScatterDrawing.Draw(chart));
    }

    private static string Formula(CompiledNumber estimate) => Letters.Fit(estimate.Text, LongestFormula, Svg.Font);

    private static ScatterSeries Series(GroupProgress group, (long Number, double Size)[] sizes, Unit unit)
    {
        var name = group.Name is null ? "" : $"{Letters.Fit(group.Name, 120, Svg.Font)}: ";
        return new(group.Name ?? "trials", group.Style)
        {
            Points = [.. sizes.Select(point => new ScatterPoint(point.Number, point.Size / unit.Size, $"trial {point.Number}: {Unit.Text(point.Size)}"))],
            Marks = [.. sizes.Where(point => point.Number == group.Best?.Number).Select(point => new ScatterMark(point.Number, point.Size / unit.Size, $"{name}{Unit.Text(point.Size)} (trial {point.Number})"))],
        };
    }

    private sealed record Unit(double Size, string Name, string Letter)
    {
        public static Unit Of(double largest) => largest switch
        {
            >= 2e9 => new(1e9, " (billions)", "G"),
            >= 2e6 => new(1e6, " (millions)", "M"),
            >= 2e4 => new(1e3, " (thousands)", "k"),
            _ => new(1, "", ""),
        };

        /// <summary>In the unit that fits it, which need not be the axis's.</summary>
        public static string Text(double size)
        {
            var unit = Of(2 * size);
            return Insight.NumberText.Rounded(size / unit.Size) + unit.Letter;
        }
    }
}
