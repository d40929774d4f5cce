using System.Globalization;
using System.Xml.Linq;

namespace ArchOpt.Cli.Bench.Charts;

/// <summary>
/// Draws a line chart as a self-contained SVG document. Written here because the charting libraries that can export SVG
/// need a graphics system or a browser beside .NET, which a command line that runs on servers cannot ask for.
/// </summary>
/// <remarks>
/// Colours are those of Okabe and Ito (2008), which people with any colour vision tell apart; lines differ in their dashes too, so
/// that a chart survives a printer.
/// </remarks>
internal static class SvgChart
{
    private const int Left = 78, Top = 58, Width = 620, Height = 360, Bottom = 56;
    private const int LegendRow = 21, LegendSample = 60;

    /// <summary>Fonts differ from viewer to viewer; of 12 pixels' height none of the usual ones is wider on average.</summary>
    private const double LetterWidth = 7.2;

    /// <summary>More bands than this hide each other, and the lines.</summary>
    private const int MostBands = 6;

    private const string Ink = "#222222", Faint = "#e2e2e2", Font = "sans-serif";
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private static readonly string[] Colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"];
    private static readonly string[] Dashes = ["", "7 3", "2 2", "9 3 2 3", "1 3"];

    public static string Draw(LineChart chart)
    {
        var x = Axis.Count(1, chart.Lines.SelectMany(line => line.Points).Select(point => point.X).DefaultIfEmpty(1).Max());
        var y = Axis.Over(chart.Lines.SelectMany(line => line.Points).SelectMany(point => new[] { point.Y, point.Low, point.High }), chart.IsLogarithmic);
        var legend = LegendSample + (int)(LetterWidth * chart.Lines.Select(line => line.Name.Length).DefaultIfEmpty(0).Max());
        var fullWidth = Left + Width + legend;
        var fullHeight = Math.Max(Top + Height + Bottom, Top + (LegendRow * (chart.Lines.Length + 1)));
        var document = new XElement(
            Svg + "svg",
            new XAttribute("viewBox", $"0 0 {fullWidth} {fullHeight}"),
            new XAttribute("width", fullWidth),
            new XAttribute("height", fullHeight),
            new XAttribute("role", "img"),
            new XElement(Svg + "title", chart.Title),
            new XElement(Svg + "rect", new XAttribute("width", fullWidth), new XAttribute("height", fullHeight), new XAttribute("fill", "white")),
            Text(Left, 26, chart.Title, 17, "start"),
            Text(Left, 45, chart.Note, 12, "start"),
            Grid(x, y),
            chart.Lines.Length > MostBands ? null : chart.Lines.Select((line, i) => Band(line, x, y, Colour(i))),
            chart.Lines.Select((line, i) => Line(line, x, y, i)),
            new XElement(Svg + "rect", Place(Left, Top), Size(Width, Height), new XAttribute("fill", "none"), Stroke(Ink, 1)),
            Text(Left + (Width / 2.0), Top + Height + 44, chart.XTitle, 13, "middle"),
            Rotated(22, Top + (Height / 2.0), chart.YTitle),
            chart.Lines.Select(LegendEntry));
        return new XDocument(document).ToString() + "\n";
    }

    private static IEnumerable<XElement> Grid(Axis x, Axis y)
    {
        foreach (var (value, text) in x.Ticks())
        {
            var at = Left + (x.At(value) * Width);
            yield return Segment(at, Top, at, Top + Height, Faint);
            yield return Text(at, Top + Height + 20, text, 12, "middle");
        }

        foreach (var (value, text) in y.Ticks())
        {
            var at = Top + ((1 - y.At(value)) * Height);
            yield return Segment(Left, at, Left + Width, at, Faint);
            yield return Text(Left - 8, at + 4, text, 12, "end");
        }
    }

    private static XElement? Band(ChartLine line, Axis x, Axis y, string colour)
    {
        var points = line.Points.Where(point => double.IsFinite(point.Low) && double.IsFinite(point.High)).ToArray();
        if (points.Length < 2) return null;
        var outline = points.Select(point => At(x, y, point.X, point.High)).Concat(points.Reverse().Select(point => At(x, y, point.X, point.Low)));
        return new(Svg + "polygon", new XAttribute("points", string.Join(' ', outline)), new XAttribute("fill", colour), new XAttribute("fill-opacity", "0.12"));
    }

    private static XElement Line(ChartLine line, Axis x, Axis y, int number)
    {
        var points = line.Points.Where(point => double.IsFinite(point.Y)).Select(point => At(x, y, point.X, point.Y));
        return new(Svg + "polyline", new XAttribute("points", string.Join(' ', points)), new XAttribute("fill", "none"), Stroke(Colour(number), 2), Dash(number), new XElement(Svg + "title", line.Name));
    }

    private static XElement[] LegendEntry(ChartLine line, int number)
    {
        var at = Top + 10 + (number * LegendRow);
        var sample = Segment(Left + Width + 14, at, Left + Width + 44, at, Colour(number));
        sample.Add(Dash(number));
        sample.SetAttributeValue("stroke-width", 2);
        return [sample, Text(Left + Width + 52, at + 4, line.Name, 12, "start")];
    }

    private static XElement Rotated(double x, double y, string text)
    {
        var element = Text(x, y, text, 13, "middle");
        element.Add(new XAttribute("transform", $"rotate(-90 {Number(x)} {Number(y)})"));
        return element;
    }

    private static XElement Text(double x, double y, string text, int size, string anchor) => new(
        Svg + "text", Place(x, y), new XAttribute("font-family", Font), new XAttribute("font-size", size), new XAttribute("text-anchor", anchor), new XAttribute("fill", Ink), text);

    private static XElement Segment(double x1, double y1, double x2, double y2, string colour) => new(
        Svg + "line",
        new XAttribute("x1", Number(x1)), new XAttribute("y1", Number(y1)), new XAttribute("x2", Number(x2)), new XAttribute("y2", Number(y2)), Stroke(colour, 1));

    private static XAttribute? Dash(int number) => Dashes[number % Dashes.Length] is { Length: > 0 } dash ? new("stroke-dasharray", dash) : null;

    private static string Colour(int number) => Colours[number % Colours.Length];

    private static XAttribute[] Stroke(string colour, int width) => [new("stroke", colour), new("stroke-width", width)];

    private static XAttribute[] Place(double x, double y) => [new("x", Number(x)), new("y", Number(y))];

    private static XAttribute[] Size(double width, double height) => [new("width", Number(width)), new("height", Number(height))];

    private static string At(Axis x, Axis y, double valueX, double valueY) => $"{Number(Left + (x.At(valueX) * Width))},{Number(Top + ((1 - y.At(valueY)) * Height))}";

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
