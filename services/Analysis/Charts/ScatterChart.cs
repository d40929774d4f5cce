using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace ArchOpt.Analysis.Charts;

/// <param name="Tip">What shows when it is pointed at, in a chart with few points.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ScatterPoint(double X, double Y, string Tip);

/// <summary>A point that is circled and labelled.</summary>
internal sealed record ScatterMark(double X, double Y, string Label);

internal enum LineKind
{
    Straight,

    /// <summary>Level until the next point.</summary>
    Steps,
}

/// <param name="Style">Its colour, shape and dash; null for what is grey, because it is not compared.</param>
internal sealed record ScatterSeries(string Name, int? Style)
{
    public ImmutableArray<ScatterPoint> Points { get; init; } = [];

    /// <summary>From left to right.</summary>
    public ImmutableArray<ScatterPoint> Line { get; init; } = [];

    public LineKind LineKind { get; init; }

    public ImmutableArray<ScatterMark> Marks { get; init; } = [];

    /// <summary>The outlines of marks alone.</summary>
    public bool IsHollow { get; init; }

    /// <summary>The dash of its line where that is not the style's.</summary>
    public int? Dash { get; init; }

    /// <summary>The shape of its marks where that is not the style's.</summary>
    public MarkShape? Shape { get; init; }
}

/// <summary>A named level of the vertical axis.</summary>
internal sealed record ReferenceLine(string Name, double Value);

/// <summary>Where on the horizontal axis something happened that has no place on the vertical one.</summary>
internal sealed record RugLane(string Name, MarkShape Shape, ImmutableArray<double> At);

/// <summary>Points and lines of several series over common axes.</summary>
/// <param name="XTitle">With the unit.</param>
/// <param name="YTitle">With the unit.</param>
internal sealed record ScatterChart(string Name, string Title, ImmutableArray<string> Notes, string XTitle, string YTitle, Axis X, Axis Y, ImmutableArray<ScatterSeries> Series)
{
    public ImmutableArray<ReferenceLine> References { get; init; } = [];

    public ImmutableArray<RugLane> Rug { get; init; } = [];
}
