using System.Collections.Immutable;
using ArchOpt.Analysis.Charts;
using ArchOpt.Insight;
using ArchOpt.Storage;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Analysis.Plots;

/// <summary>How one trial trained: what it reported step by step, each of its attempts a line.</summary>
internal static class TrialCurvePlots
{
    /// <summary>Metrics that have a picture, and attempts that have a line in it: the last ones.</summary>
    private const int MostMetrics = 6, MostAttempts = 5;

    private const int MostPoints = 60;

    /// <summary>The objectives first, then the other metrics by name; those without a finite value are left out.</summary>
    public static ImmutableArray<StudyPlot> Of(StudyDefinition study, ImmutableArray<CurvePoint> curve)
    {
        var metrics = study.Objectives.Select(objective => objective.Metric).Concat(curve.SelectMany(point => point.Metrics.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        return
        [
            .. metrics.Distinct(StringComparer.Ordinal)
                .Select(metric => (metric, Lines: Lines(curve, metric)))
                .Where(pair => pair.Lines.Length > 0)
                .Take(MostMetrics)
                .Select((pair, place) => Plot(study, pair.metric, pair.Lines, $"curve-{place + 1}")),
        ];
    }

    private static (int Attempt, ImmutableArray<ScatterPoint> Points)[] Lines(ImmutableArray<CurvePoint> curve, string metric) =>
    [
        .. curve.GroupBy(point => point.Attempt)
            .Select(attempt => (attempt.Key, Points: attempt.OrderBy(point => point.Step).Where(point => point.Metrics.TryGetValue(metric, out var value) && double.IsFinite(value))
                .Select(point => new ScatterPoint(point.Step, point.Metrics[metric], "")).ToImmutableArray()))
            .Where(line => !line.Points.IsEmpty)
            .OrderBy(line => line.Key)
            .TakeLast(MostAttempts),
    ];

    private static StudyPlot Plot(StudyDefinition study, string metric, (int Attempt, ImmutableArray<ScatterPoint> Points)[] lines, string name)
    {
        var objective = study.Objectives.FirstOrDefault(objective => objective.Metric == metric);
        var values = lines.SelectMany(line => line.Points).Select(point => point.Y).ToArray();
        var range = objective is null
            ? new ValueRange(ValueRange.Plain(values), 0, double.NaN)
            : ValueRange.Of(values, objective.Goal == Goal.Maximize, objective.Thresholds.Values);
        var title = $"Learning curve: {Wording.Short(metric)}";
        var best = objective is null ? null : lines.SelectMany(line => line.Points).MinBy(point => objective.Loss(point.Y)) as ScatterPoint?;
        var hasPoints = values.Length <= MostPoints; // more of them hide their line
        string?[] notes =
        [
            objective is null ? null : "Circled: the best step.",
            hasPoints ? Wording.Beyond(range)
                : range.Beyond > 0 ? $"Not drawn: {Wording.Count(range.Beyond, "value", "values")} off the scale, the furthest at {NumberText.Figure(range.Furthest)}." : null,
        ];
        var note = string.Join(' ', notes.OfType<string>());
        var chart = new ScatterChart(
            name, title, note.Length == 0 ? [] : [note], "step (as a rule an epoch)",
            objective is null ? $"{Wording.Short(metric)}{(range.Axis.IsLogarithmic ? " (logarithmic)" : "")}" : Wording.Axis(objective, range.Axis),
            Axis.CountWithRoom(lines.Min(line => line.Points[0].X), lines.Max(line => line.Points[^1].X)), range.Axis,
            [.. lines.Select((line, place) => new ScatterSeries($"attempt {line.Attempt}", place)
            {
                Points = hasPoints ? line.Points : [],
                Line = line.Points,
                Marks = best is { } circled && line.Points.Contains(circled) && lines.Take(place).All(earlier => !earlier.Points.Contains(circled))
                    ? [new(circled.X, circled.Y, $"{NumberText.Figure(circled.Y)} at step {circled.X:0}")]
                    : [],
            })])
        {
            References = objective is null ? [] : Wording.Grades(objective),
        };
        var last = lines[^1].Points[^1];
        var caption = best is { } found
            ? $"The best {Wording.Short(metric)} was {NumberText.Figure(found.Y)} at step {found.X:0}, the last {NumberText.Figure(last.Y)} at step {last.X:0}."
            : $"The last {Wording.Short(metric)} was {NumberText.Figure(last.Y)} at step {last.X:0}.";
        return new(name, title, caption, ScatterDrawing.Draw(chart));
    }
}
