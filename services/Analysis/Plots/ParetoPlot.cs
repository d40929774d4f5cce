using System.Collections.Immutable;
using ArchOpt.Analysis.Charts;
using ArchOpt.Analysis.Reporting;
using ArchOpt.Insight;
using ArchOpt.Search.Objectives;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Plots;

/// <summary>The first two objectives against each other: what cannot be had both ways.</summary>
internal static class ParetoPlot
{
    public const string Name = "pareto";

    public static StudyPlot? Of(StudyAnalysis analysis, StudyProgress progress)
    {
        var study = progress.Study;
        if (study.Objectives.Length < 2) return null;
        var measured = analysis.Trials.Where(trial => trial.State is TrialState.Completed or TrialState.Infeasible)
            .Where(trial => trial.Current.Values.Length >= 2 && double.IsFinite(trial.Current.Values[0]) && double.IsFinite(trial.Current.Values[1]))
            .ToArray();
        if (measured.Length == 0) return null;
        var (first, second) = (study.Objectives[0], study.Objectives[1]);
        var front = Front(progress.Standings, first, second);
        var isFeasible = measured.ToLookup(trial => trial.State == TrialState.Completed && ConstraintRules.AllHold(study, trial.Current.Metrics));
        var x = Range(measured.Select(trial => trial.Current.Values[0]).Concat(front.Select(point => point.X)), first);
        var y = Range(measured.Select(trial => trial.Current.Values[1]).Concat(front.Select(point => point.Y)), second);
        var title = $"Pareto front of {Wording.Short(first.Metric)} and {Wording.Short(second.Metric)}";
        ScatterSeries[] series =
        [
            new("feasible", 5) { Points = Points(isFeasible[true], first, second), Shape = MarkShape.Circle },
            new("infeasible", null) { Points = Points(isFeasible[false], first, second), Shape = MarkShape.Cross },
            new("front", 1) { Points = front, Line = Staircase(front, first, second), Shape = MarkShape.Diamond, Marks = Ends(front) },
        ];
        var chart = new ScatterChart(Name, title, Notes(study, x, y), Wording.Axis(first, x.Axis), Wording.Axis(second, y.Axis), x.Axis, y.Axis, [.. series.Where(one => !one.Points.IsEmpty)]);
        return new(Name, title, Caption(front, first, second), ScatterDrawing.Draw(chart));
    }

    /// <summary>Of the study's front, what is not dominated in the first two objectives, from left to right; equal points once.</summary>
    private static ImmutableArray<ScatterPoint> Front(Standings standings, Objective first, Objective second)
    {
        var front = new ParetoFront<long>(2);
        foreach (var point in standings.Front) front.Add([point.Losses[0], point.Losses[1]], point.Item);
        return
        [
            .. front.Points.DistinctBy(point => (point.Losses[0], point.Losses[1]))
                .Select(point => (X: first.Loss(point.Losses[0]), Y: second.Loss(point.Losses[1]), Number: point.Item))
                .OrderBy(point => point.X)
                .Select(point => new ScatterPoint(point.X, point.Y, Tip(point.Number, first, point.X, second, point.Y))),
        ];
    }

    /// <summary>The border of what the front dominates: between two members the worse of both in each objective.</summary>
    private static ImmutableArray<ScatterPoint> Staircase(ImmutableArray<ScatterPoint> front, Objective first, Objective second)
    {
        var corners = ImmutableArray.CreateBuilder<ScatterPoint>();
        for (var i = 0; i < front.Length; i++)
        {
            if (i > 0)
            {
                var x = first.Goal == Goal.Minimize ? Math.Max(front[i - 1].X, front[i].X) : Math.Min(front[i - 1].X, front[i].X);
                var y = second.Goal == Goal.Minimize ? Math.Max(front[i - 1].Y, front[i].Y) : Math.Min(front[i - 1].Y, front[i].Y);
                corners.Add(new(x, y, ""));
            }

            corners.Add(front[i]);
        }

        return corners.ToImmutable();
    }

    private static ImmutableArray<ScatterMark> Ends(ImmutableArray<ScatterPoint> front) => front.Length switch
    {
        0 => [],
        1 => [Ring(front[0])],
        _ => [Ring(front[0]), Ring(front[^1])],
    };

    private static ScatterMark Ring(ScatterPoint point) => new(point.X, point.Y, point.Tip);

    private static ImmutableArray<ScatterPoint> Points(IEnumerable<Trial> trials, Objective first, Objective second) =>
    [
        .. trials.Select(trial => new ScatterPoint(
            trial.Current.Values[0], trial.Current.Values[1], Tip(trial.Number, first, trial.Current.Values[0], second, trial.Current.Values[1]))),
    ];

    private static string Tip(long number, Objective first, double x, Objective second, double y) =>
        $"trial {number}: {Letters.Fit(first.Metric, 70, Svg.Font)} {NumberText.Figure(x)}, {Letters.Fit(second.Metric, 70, Svg.Font)} {NumberText.Figure(y)}";

    private static ValueRange Range(IEnumerable<double> values, Objective objective) =>
        ValueRange.Of(values, objective.Goal == Goal.Maximize, objective.Thresholds.Values);

    private static ImmutableArray<string> Notes(StudyDefinition study, ValueRange x, ValueRange y)
    {
        string?[] notes =
        [
            "Members of the front are better than every other trial in one of the two objectives or the other; the steps bound what they beat.",
            study.Objectives.Length > 2 ? $"Only the first two of {study.Objectives.Length} objectives." : null,
            x.Beyond + y.Beyond == 0 ? null : $"Off the scale: {Wording.Count(x.Beyond, "value", "values")} of the horizontal and {y.Beyond} of the vertical axis, arrows at the border.",
        ];
        return [string.Join(' ', notes.OfType<string>())];
    }

    private static string Caption(ImmutableArray<ScatterPoint> front, Objective first, Objective second) => front.IsEmpty
        ? "No feasible trial: there is no front yet."
        : $"{Wording.Count(front.Length, "trial is", "trials are")} on the front of {Wording.Short(first.Metric)} and {Wording.Short(second.Metric)}.";
}
