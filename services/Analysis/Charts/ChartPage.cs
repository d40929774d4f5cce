using System.Collections.Immutable;
using System.Xml.Linq;

namespace ArchOpt.Analysis.Charts;

/// <summary>
/// A self-contained SVG document with a title and notes above a chart. Charts are written here because the charting libraries that can
/// export SVG need a graphics system or a browser beside .NET, which programs that run on servers cannot ask for.
/// </summary>
/// <remarks>Documents are put into one page together, so every identifier in one begins with the name of its chart.</remarks>
/// <param name="Name">Of the chart: letters, digits and hyphens.</param>
/// <param name="Title">One line; shortened to the width.</param>
/// <param name="Notes">A paragraph each.</param>
internal sealed record ChartPage(string Name, string Title, ImmutableArray<string> Notes)
{
    public const double Width = 900;

    /// <summary>Empty room at both sides.</summary>
    public const double Edge = 20;

    private const double TitleFont = 17, TitleLine = 28, NoteLine = 16;

    /// <summary>Where the chart begins.</summary>
    public double Top => TitleLine + (NoteLine * Lines().Count()) + 10;

    public string Draw(double height, params object?[] content) => Draw(Width, height, content);

    public string Draw(double width, double height, params object?[] content)
    {
        var title = Letters.Clean(Title);
        var document = Svg.Element(
            "svg",
            Svg.With("viewBox", $"0 0 {Svg.Number(width)} {Svg.Number(height)}"),
            Svg.With("width", width),
            Svg.With("height", height),
            Svg.With("role", "img"),
            Svg.With("aria-label", title),
            Svg.With("direction", "ltr"),
            Svg.With("font-family", "Helvetica, Arial, sans-serif"),
            Svg.Element("title", title),
            Notes.IsEmpty ? null : Svg.Element("desc", Letters.Clean(string.Join(' ', Notes))),
            Svg.Rectangle(new(0, 0, width, height), Palette.Paper),
            Svg.Fitted(Edge, TitleLine, Title, width - (2 * Edge), TitleFont, bold: true),
            Lines().Select((line, i) => Svg.Text(Edge, TitleLine + 3 + (NoteLine * (i + 1)), line, colour: Palette.Quiet)),
            content);
        return new XDocument(document).ToString(SaveOptions.DisableFormatting) + "\n";
    }

    private IEnumerable<string> Lines() => Notes.SelectMany(note => Letters.Wrap(note, Width - (2 * Edge), Svg.Font));
}
