using System.Collections.Immutable;
using ArchOpt.Analysis.Charts;
using ArchOpt.Analysis.Indexing;
using ArchOpt.Insight;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Plots;

/// <summary>The objective against the trial number: each group's trials and its best so far, the best of all circled, named grades as lines.</summary>
internal static class ConvergencePlot
{
    public const string Name = "convergence";

    public static StudyPlot? Of(StudyProgress progress)
    {
        var rug = Rug(progress.Ended);
        var count = progress.Groups.Sum(group => group.Measured.Length + group.Violating.Length);
        if (count == 0 && rug.IsEmpty) return null;
        var objective = progress.Objective;
        var isMoreBetter = objective.Goal == Goal.Maximize;
        var range = ValueRange.Of(
            progress.Groups.SelectMany(group => group.Measured.Concat(group.Violating)).Select(trial => trial.Value!.Value)
                .Concat(progress.Groups.SelectMany(group => group.Improvements).Select(step => step.Value)),
            isMoreBetter,
            objective.Thresholds.Values);
        var (first, last) = progress.Ended.IsEmpty ? (0, 1) : (progress.Ended[0].Number, progress.Ended[^1].Number);
        var title = $"{Wording.Short(objective.Metric)} by iteration";
        var chart = new ScatterChart(
            Name, title, Notes(progress, range, objective), "iteration (trial number)", Wording.Axis(objective, range.Axis),
            Axis.CountWithRoom(first, last), range.Axis, Series(progress, last, ScatterDrawing.HasTips(count)))
        {
            References = Wording.Grades(objective),
            Rug = rug,
        };
        return new(Name, title, Caption(progress, isMoreBetter), ScatterDrawing.Draw(chart));
    }

    private static ImmutableArray<ScatterSeries> Series(StudyProgress progress, double last, bool hasTips)
    {
        var series = progress.Groups.Select(group => new ScatterSeries(group.Name ?? "trials; line: best so far", group.Style)
        {
            Points = Points(group.Measured, hasTips),
            // The line goes on to the end: the last best still stands.
            Line = group.Best is { } best
                ? [.. group.Improvements.Select(step => new ScatterPoint(step.At, step.Value, "")), new(group.Improvements.Length > 0 ? Math.Max(LastOf(group, progress, last), best.At) : best.At, best.Value, "")]
                : [],
            LineKind = LineKind.Steps,
            Marks = group.Best is { } circled ? [new(circled.Number, circled.Value, Label(group, circled, progress))] : [],
        });
        ImmutableArray<TrialSummary> violating = [.. progress.Groups.SelectMany(group => group.Violating)];
        return violating.IsEmpty ? [.. series] : [.. series, new("breaks a constraint", null) { Points = Points(violating, hasTips), IsHollow = true }];
    }

    private static double LastOf(GroupProgress group, StudyProgress progress, double last) =>
        progress.Groups.Length == 1 ? last : group.Measured.Concat(group.Violating).Max(trial => trial.Number);

    private static ImmutableArray<ScatterPoint> Points(ImmutableArray<TrialSummary> trials, bool hasTips) =>
        ImmutableArray.CreateRange(trials, trial => new ScatterPoint(trial.Number, trial.Value!.Value, hasTips ? Wording.Point(trial.Number, trial.Value!.Value) : ""));

    private static string Label(GroupProgress group, Improvement best, StudyProgress progress) =>
        group.Name is null ? Wording.Best(best, progress.Study) : $"{Letters.Fit(group.Name, 120, Svg.Font)}: {Wording.Best(best, progress.Study)}";

    private static ImmutableArray<string> Notes(StudyProgress progress, ValueRange range, Objective objective)
    {
        var replicates = progress.Study.TrialsPerConfiguration;
        var hidden = objective.Thresholds.Where(grade => !range.Axis.Shows(grade.Value)).Select(grade => $"{Wording.Short(grade.Key)} {NumberText.Exact(grade.Value)}").ToArray();
        string?[] notes =
        [
            $"Points are finished trials, lines the best so far{(replicates > 1 ? $" (the mean of the {replicates} seeds of a configuration)" : "")}, circles the {(objective.Goal == Goal.Maximize ? "maxima" : "minima")}.",
            Wording.Beyond(range),
            hidden.Length == 0 ? null : $"Not on the scale: {string.Join(", ", hidden.Take(ReferenceLabels.Most))}.",
            objective.Thresholds.Count - hidden.Length > ReferenceLabels.Most ? $"Only {ReferenceLabels.Most} of {objective.Thresholds.Count} levels are drawn." : null,
        ];
        return [string.Join(' ', notes.OfType<string>())];
    }

    private static string Caption(StudyProgress progress, bool isMoreBetter)
    {
        var best = progress.Groups.Where(group => group.Best is not null)
            .Select(group => group.Name is null ? Wording.Best(group.Best!, progress.Study) : $"{Wording.Short(group.Name)} {Wording.Best(group.Best!, progress.Study)}").ToArray();
        return best.Length == 0 ? "No trial has a result that may be best." : $"The {(isMoreBetter ? "maximum" : "minimum")}{(best.Length > 1 ? " of each group" : "")}: {string.Join(", ", best)}.";
    }

    private static ImmutableArray<RugLane> Rug(ImmutableArray<TrialSummary> trials)
    {
        RugLane[] lanes =
        [
            new("pruned", MarkShape.Plus, At(trial => trial.State == TrialState.Pruned)),
            new("infeasible", MarkShape.Diamond, At(trial => trial.State == TrialState.Infeasible)),
            new("failed", MarkShape.Cross, At(trial => trial.State == TrialState.Failed)),
            new("no number", MarkShape.Wedge, At(trial => trial.State == TrialState.Completed && trial.Value is null)),
        ];
        return [.. lanes.Where(lane => !lane.At.IsEmpty)];

        ImmutableArray<double> At(Func<TrialSummary, bool> isOf) => [.. trials.Where(isOf).Select(trial => (double)trial.Number)];
    }
}
