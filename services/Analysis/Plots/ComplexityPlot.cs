using System.Collections.Immutable;
using ArchOpt.Analysis.Charts;
using ArchOpt.Analysis.Indexing;
using ArchOpt.Search.Strategies.Resilient;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.History;

namespace ArchOpt.Analysis.Plots;

/// <summary>How large the models were that were tried: as each training reported, else as estimated from the configuration.</summary>
internal static class ComplexityPlot
{
    public const string Name = "complexity";

    private const double LongestFormula = 400;

    public static StudyPlot? Of(StudyProgress progress)
    {
        var groups = progress.Groups.Select(group => (Group: group, Sizes: Sized(group))).ToArray();
        var all = groups.SelectMany(group => group.Sizes);
        var count = groups.Sum(group => group.Sizes.Length);
        if (count == 0) return null;
        var unit = Unit.Of(all.Max(trial => trial.Size!.Value));
        var axis = ValueRange.Plain(all.Select(trial => trial.Size!.Value / unit.Size));
        var series = groups.Select(group => Series(group.Group, group.Sizes, unit, ScatterDrawing.HasTips(count))).ToImmutableArray();
        var title = "Model size by iteration";
        var estimated = all.Count(trial => trial.IsSizeEstimated);
        var source = estimated == 0 ? "as each training reported it"
            : estimated == count ? $"estimated as {Formula(progress.Study)}"
            : $"as reported, else estimated as {Formula(progress.Study)}";
        var chart = new ScatterChart(
            Name, title, [$"Size {source}. Circled: the trial with the best result{(progress.Groups.Length > 1 ? " of each group" : "")}."],
            "iteration (trial number)", $"model parameters{unit.Name}{(axis.IsLogarithmic ? ", logarithmic" : "")}",
            Axis.CountWithRoom(all.Min(trial => trial.Number), all.Max(trial => trial.Number)), axis, series);
        var best = series.SelectMany(one => one.Marks).Select(mark => mark.Label).ToArray();
        return new(Name, title, best.Length == 0 ? $"Model size, {source}." : $"Model size, {source}; the best: {string.Join(", ", best)}.", ScatterDrawing.Draw(chart));
    }

    private static string Formula(StudyDefinition study) => Letters.Fit(ModelComplexity.Estimate(StudyStrategy.Problem(study))!.Text, LongestFormula, Svg.Font);

    /// <summary>The trials whose size is known, by number.</summary>
    private static ImmutableArray<TrialSummary> Sized(GroupProgress group) =>
        group.Violating.IsEmpty ? group.Measured.RemoveAll(trial => trial.Size is null)
        : [.. group.Measured.Concat(group.Violating).Where(trial => trial.Size is not null).OrderBy(trial => trial.Number)];

    private static ScatterSeries Series(GroupProgress group, ImmutableArray<TrialSummary> sizes, Unit unit, bool hasTips)
    {
        var name = group.Name is null ? "" : $"{Letters.Fit(group.Name, 120, Svg.Font)}: ";
        return new(group.Name ?? "trials", group.Style)
        {
            Points = ImmutableArray.CreateRange(sizes, trial => new ScatterPoint(trial.Number, trial.Size!.Value / unit.Size, hasTips ? $"trial {trial.Number}: {Unit.Text(trial.Size.Value)}" : "")),
            Marks = [.. sizes.Where(trial => trial.Number == group.Best?.Number).Select(trial => new ScatterMark(trial.Number, trial.Size!.Value / unit.Size, $"{name}{Unit.Text(trial.Size.Value)} (trial {trial.Number})"))],
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
