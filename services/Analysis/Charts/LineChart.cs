using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace ArchOpt.Analysis.Charts;

/// <summary>A point of a line with the band around it; NaN where there is nothing to draw.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ChartPoint(double X, double Y, double Low, double High);

/// <param name="Name">As the legend shows it.</param>
/// <param name="Points">By ascending X.</param>
public sealed record ChartLine(string Name, ImmutableArray<ChartPoint> Points);

/// <summary>Lines over a common axis.</summary>
/// <param name="Note">What the lines and bands are.</param>
/// <param name="XTitle">With the unit.</param>
/// <param name="YTitle">With the unit.</param>
/// <param name="IsLogarithmic">The vertical axis is; what is not above 0 is then drawn at its foot.</param>
public sealed record LineChart(string Title, string Note, string XTitle, string YTitle, bool IsLogarithmic, ImmutableArray<ChartLine> Lines);
