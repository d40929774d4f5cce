using System.Collections.Immutable;
using ArchOpt.Analysis.Charts;
using ArchOpt.Analysis.Indexing;
using ArchOpt.Analysis.Reporting;
using ArchOpt.Insight;
using ArchOpt.Storage;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Analysis.Plots;

/// <summary>How the best trials of each group trained, step by step.</summary>
internal static class CurvesPlot
{
    public const string Name = "curves";

    /// <summary>More curves hide each other.</summary>
    private const int MostCurves = 6;

    private sealed record Curve(TrialSummary Trial, GroupProgress Group, ImmutableArray<ScatterPoint> Points, ScatterPoint Best);

    public static StudyPlot? Of(StudyAnalysis analysis, StudyProgress progress)
    {
        var objective = progress.Objective;
        var groups = progress.Groups
            .Select(group => group.Measured.OrderBy(trial => objective.Loss(trial.Value!.Value)).ThenBy(trial => trial.Number)
                .Select(trial => Find(analysis, trial, group, objective)).OfType<Curve>().ToArray())
            .Where(curves => curves.Length > 0)
            .ToArray();
        if (groups.Length == 0) return null;
        // The best of every group first, then the second of every group, and so on.
        var shown = groups.SelectMany(curves => curves.Select((curve, rank) => (curve, rank))).OrderBy(item => item.rank).Take(MostCurves)
            .Select(item => item.curve).OrderBy(curve => Array.FindIndex(groups, curves => curves.Contains(curve))).ToArray();
        var range = ValueRange.Of(shown.SelectMany(curve => curve.Points).Select(point => point.Y), objective.Goal == Goal.Maximize, objective.Thresholds.Values);
        var title = $"Learning curves of the best trials: {Wording.Short(objective.Metric)}";
        string?[] notes = ["Circled: the best step of each training.", range.Beyond == 0 ? null : $"Not drawn: {Wording.Count(range.Beyond, "value", "values")} off the scale, the furthest at {NumberText.Figure(range.Furthest)}."];
        var chart = new ScatterChart(
            Name, title, [string.Join(' ', notes.OfType<string>())], "step (as a rule an epoch)", Wording.Axis(objective, range.Axis),
            Axis.CountWithRoom(shown.Min(curve => curve.Points[0].X), shown.Max(curve => curve.Points[^1].X)), range.Axis,
            [.. shown.Select((curve, i) => Series(curve, i, groups.Length == 1 ? i : shown.Take(i).Count(other => other.Group == curve.Group), groups.Length == 1))])
        {
            References = Wording.Grades(objective),
        };
        return new(Name, title, $"Best steps: {string.Join(", ", shown.Select(curve => $"{Title(curve)} {NumberText.Figure(curve.Best.Y)} at step {curve.Best.X:0}"))}.", ScatterDrawing.Draw(chart));
    }

    /// <summary>Curves of one group share its colour and differ in their dashes; without groups each has a colour.</summary>
    private static ScatterSeries Series(Curve curve, int place, int rank, bool isAlone) => new(Title(curve), isAlone ? place : curve.Group.Style)
    {
        Dash = rank,
        Line = curve.Points,
        Marks = [new(curve.Best.X, curve.Best.Y, $"{NumberText.Figure(curve.Best.Y)} at step {curve.Best.X:0}")],
    };

    private static string Title(Curve curve) => curve.Group.Name is null ? $"trial {curve.Trial.Number}" : $"{Letters.Fit(curve.Group.Name, 150, Svg.Font)} trial {curve.Trial.Number}";

    /// <summary>The steps of a trial's last attempt that reported any; null when it reported none.</summary>
    private static Curve? Find(StudyAnalysis analysis, TrialSummary trial, GroupProgress group, Objective objective)
    {
        if (!analysis.Curves.TryGetValue(trial.Number, out var steps) || steps.IsDefaultOrEmpty) return null;
        var attempt = steps.Max(step => step.Attempt);
        ImmutableArray<ScatterPoint> points = [.. steps.Where(step => step.Attempt == attempt).OrderBy(step => step.Step).Select(step => Point(step, objective)).OfType<ScatterPoint>()];
        if (points.IsEmpty) return null;
        var best = analysis.Trials.First(whole => whole.Number == trial.Number).Current.Training?.BestStep;
        var reported = points.FirstOrDefault(point => point.X == best, new(0, double.NaN, ""));
        return new(trial, group, points, double.IsNaN(reported.Y) ? points.MinBy(point => objective.Loss(point.Y)) : reported);
    }

    private static ScatterPoint? Point(CurvePoint step, Objective objective) =>
        step.Metrics.TryGetValue(objective.Metric, out var value) && double.IsFinite(value) ? new(step.Step, value, "") : null;
}
