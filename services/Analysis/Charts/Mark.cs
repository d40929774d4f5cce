namespace ArchOpt.Analysis.Charts;

/// <summary>How a point looks: what tells series apart without colour.</summary>
internal enum MarkShape
{
    Circle,
    Square,
    Triangle,
    Diamond,
    Wedge,
    Plus,
    Cross,
}

/// <summary>Outlines of marks as path data, in steps from the point so that they are short: a chart may have thousands.</summary>
internal static class Mark
{
    /// <summary>Whether it is lines without an inside: it is stroked, the others are filled.</summary>
    public static bool IsOpen(MarkShape shape) => shape is MarkShape.Plus or MarkShape.Cross;

    /// <param name="radius">Pixels.</param>
    public static string At(MarkShape shape, double x, double y, double radius)
    {
        var (r, d) = (Svg.Number(radius), Svg.Number(2 * radius));
        return shape switch
        {
            MarkShape.Circle => $"M{Svg.Number(x - radius)} {Svg.Number(y)}a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0-{d} 0z",
            MarkShape.Square => $"M{Svg.Number(x - (0.9 * radius))} {Svg.Number(y - (0.9 * radius))}{Square(1.8 * radius)}",
            MarkShape.Triangle => $"M{Svg.Number(x)} {Svg.Number(y - (1.2 * radius))}l{Svg.Number(1.1 * radius)} {d}h-{Svg.Number(2.2 * radius)}z",
            MarkShape.Wedge => $"M{Svg.Number(x)} {Svg.Number(y + (1.2 * radius))}l{Svg.Number(1.1 * radius)}-{d}h-{Svg.Number(2.2 * radius)}z",
            MarkShape.Diamond => Diamond(x, y, 1.25 * radius),
            MarkShape.Plus => $"M{Svg.Number(x - radius)} {Svg.Number(y)}h{d}m-{r}-{r}v{d}",
            _ => $"M{Svg.Number(x - radius)} {Svg.Number(y - radius)}l{d} {d}m-{d} 0l{d}-{d}",
        };
    }

    private static string Square(double side) => $"h{Svg.Number(side)}v{Svg.Number(side)}h-{Svg.Number(side)}z";

    private static string Diamond(double x, double y, double radius)
    {
        var r = Svg.Number(radius);
        return $"M{Svg.Number(x)} {Svg.Number(y - radius)}l{r} {r}l-{r} {r}l-{r}-{r}z";
    }
}
