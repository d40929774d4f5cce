using System.Collections.Immutable;
using ArchOpt.Analysis.Charts;
using ArchOpt.Analysis.Reporting;
using ArchOpt.Insight;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Analysis.Plots;

/// <summary>What the best configurations have in common, parameter by parameter.</summary>
internal static class ParallelPlot
{
    public const string Name = "parallel";

    private const int MostParameters = 10, MostBest = 50, MostOthers = 450, MostLevels = 12;

    /// <summary>How far apart lines through one value may lie, as a fraction of the axis.</summary>
    private const double Spread = 0.04;

    public static StudyPlot? Of(StudyAnalysis analysis)
    {
        var data = analysis.Data;
        var columns = Columns(analysis);
        if (columns.Length == 0 || data.Measured.Length < 2) return null;
        var range = ValueRange.Of(data.Measured.Select(trial => trial.Value!.Value), data.Objective.Maximize, []);
        var count = Math.Min(data.TopCount(), MostBest);
        var others = Sample([.. data.Ranking.Skip(count)]);
        var isDiscrete = columns.Select(column => column.Values.Distinct().Take(MostLevels + 1).Count() <= MostLevels).ToArray();
        ImmutableArray<double> Line(int index) =>
            [.. columns.Select((column, place) => isDiscrete[place] && index != data.Ranking[0] ? Shifted(Place(column, index), index, place) : Place(column, index)), range.Axis.At(data.Measured[index].Value!.Value)];
        var metric = Wording.Short(data.Objective.Metric);
        var title = $"Configurations and {metric}";
        string?[] notes =
        [
            $"A line for each trial, from axis to axis; {(data.Objective.Maximize ? "more" : "less")} {metric} is better.",
            Array.Exists(isDiscrete, discrete => discrete) ? "Lines through the same value are spread a little." : null,
            others.Length < data.Measured.Length - count ? $"Of {data.Measured.Length} trials the best {count} and {others.Length} of the others, evenly over their ranks." : null,
            range.Beyond > 0 ? $"{Wording.Count(range.Beyond, "value", "values")} off the scale of {metric} at its end." : null,
            data.Columns.Length > columns.Length ? $"The {columns.Length} most important of {data.Columns.Length} parameters." : null,
        ];
        ParallelLines[] lines =
        [
            new("other trials", Palette.Grey, 1, 0.5, "", [.. others.Select(Line)]),
            new(count == 1 ? "the second" : $"the best {count}", Palette.Blue, 1.4, 0.65, "", [.. data.Ranking.Take(count).Skip(1).Reverse().Select(Line)]),
            new($"the best (trial {data.Best!.Number})", Palette.Vermillion, 3, 1, "8 2", [Line(data.Ranking[0])]),
        ];
        var chart = new ParallelChart(
            Name, title, [string.Join(' ', notes.OfType<string>())], "not active",
            [.. columns.Select(Axis), new(data.Objective.Metric, [.. range.Axis.Ticks().Select(tick => (range.Axis.At(tick.Value), tick.Text))], IsObjective: true)],
            [.. lines.Where(group => !group.Lines.IsEmpty)]);
        return new(Name, title, $"The best {count} of {data.Measured.Length} trials over the rest; the best one dashed.", chart.Draw());
    }

    /// <summary>The most important parameters that took more than one value, in the order of the space.</summary>
    private static ParameterColumn[] Columns(StudyAnalysis analysis)
    {
        var places = analysis.Importance.Parameters.Select((parameter, place) => (parameter.Parameter, place)).ToDictionary(pair => pair.Parameter, pair => pair.place, StringComparer.Ordinal);
        var varied = analysis.Data.Columns.Where(column => column.Values.Distinct().Take(2).Count() > 1);
        var chosen = varied.OrderBy(column => places.GetValueOrDefault(column.Path, int.MaxValue)).Take(MostParameters).ToHashSet();
        return [.. analysis.Data.Columns.Where(chosen.Contains)];
    }

    private static double Place(ParameterColumn column, int index) => column.Values[index] is { } value ? column.Unit(value) ?? double.NaN : double.NaN;

    /// <summary>The golden ratio's multiples lie evenly, however many there are; another start for each axis keeps neighbours apart. Nothing leaves the axis.</summary>
    private static double Shifted(double place, int index, int axis)
    {
        var turn = (0.618_033_988_75 * index) + (0.414_213_562_37 * axis);
        var shifted = Math.Abs(place + (Spread * (turn - Math.Floor(turn) - 0.5)));
        return shifted > 1 ? 2 - shifted : shifted;
    }

    private static int[] Sample(int[] ranked) => ranked.Length <= MostOthers
        ? ranked
        : [.. Enumerable.Range(0, MostOthers).Select(i => ranked[(int)((long)i * ranked.Length / MostOthers)])];

    private static ParallelAxis Axis(ParameterColumn column) => new(
        column.Path,
        [.. Values(column).Select(value => (At: column.Unit(value), Text: NumberText.Exact(value))).Where(tick => tick.At is not null).Select(tick => (tick.At!.Value, tick.Text)).OrderBy(tick => tick.Item1)],
        IsObjective: false);

    /// <summary>Values that a reader recognises: every category and rung, round numbers of a range.</summary>
    private static IEnumerable<ParameterValue> Values(ParameterColumn column) => column.Parameter switch
    {
        OrdinalParameter ordinal => Some(ordinal.Values),
        CategoricalParameter categorical => Some(categorical.Values),
        FloatParameter real => Round(real.Low, real.High, real.Log, isWhole: false),
        IntParameter integer => Round(integer.Low, integer.High, integer.Log, isWhole: true),
        ListParameter list => Round(list.Min, list.Max, log: false, isWhole: true),
        _ => [],
    };

    private static IEnumerable<ParameterValue> Some(ImmutableArray<ParameterValue> values)
    {
        var every = (values.Length + 19) / 20;
        return values.Where((_, i) => i % every == 0);
    }

    private static IEnumerable<ParameterValue> Round(double low, double high, bool log, bool isWhole) =>
        (isWhole && !log ? Charts.Axis.Count(low, high) : Charts.Axis.Over([low, high], log)).Ticks(7)
            .Select(tick => Math.Round(tick.Value, 12))
            .Where(value => value >= low && value <= high)
            .Select(value => ParameterValue.Of(value));
}
