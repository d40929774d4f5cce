using System.Globalization;
using System.Xml.Linq;

namespace ArchOpt.Analysis.Charts;

/// <summary>The elements that charts are made of.</summary>
internal static class Svg
{
    /// <summary>The smallest font that is legible in print and at the width of a page.</summary>
    public const double SmallFont = 11;

    public const double Font = 12;

    public static readonly XNamespace Namespace = "http://www.w3.org/2000/svg";

    /// <summary>A coordinate: tenths of a pixel are finer than any screen.</summary>
    public static string Number(double value)
    {
        var rounded = Math.Round(value, 1);
        return (rounded == 0 ? 0 : rounded).ToString("0.#", CultureInfo.InvariantCulture);
    }

    public static XElement Element(string name, params object?[] content) => new(Namespace + name, content);

    public static XAttribute With(string name, string value) => new(name, value);

    public static XAttribute With(string name, double value) => new(name, Number(value));

    /// <param name="anchor"><c>start</c>, <c>middle</c> or <c>end</c>.</param>
    public static XElement Text(double x, double y, string text, double size = Font, string anchor = "start", string colour = Palette.Ink, bool bold = false) => Element(
        "text",
        With("x", x), With("y", y), With("font-size", size),
        anchor == "start" ? null : With("text-anchor", anchor),
        bold ? With("font-weight", "bold") : null,
        With("fill", colour),
        Letters.Clean(text));

    /// <summary>Text that is shortened to a width and, where it had to be, tells the whole when pointed at.</summary>
    public static XElement Fitted(double x, double y, string text, double width, double size = Font, string anchor = "start", string colour = Palette.Ink, bool bold = false)
    {
        var clean = Letters.Clean(text);
        var fit = Letters.Fit(clean, width, size, bold);
        var element = Text(x, y, fit, size, anchor, colour, bold);
        if (fit != clean) element.Add(Tip(clean));
        return element;
    }

    /// <summary>Turns text so that it reads upwards.</summary>
    public static XElement Upright(XElement text)
    {
        text.Add(With("transform", $"rotate(-90 {text.Attribute("x")!.Value} {text.Attribute("y")!.Value})"));
        return text;
    }

    /// <summary>What shows when its parent is pointed at.</summary>
    public static XElement Tip(string text) => Element("title", Letters.Clean(text.Length > 300 ? text[..300] : text));

    public static XElement Line(double x1, double y1, double x2, double y2, string colour, double width = 1, string dash = "") => Element(
        "line", With("x1", x1), With("y1", y1), With("x2", x2), With("y2", y2), With("stroke", colour), With("stroke-width", width), Dashed(dash));

    public static XElement Rectangle(Box box, string fill) => Element(
        "rect", With("x", box.Left), With("y", box.Top), With("width", box.Width), With("height", box.Height), With("fill", fill));

    public static XElement Outline(Box box, string colour = Palette.Ink)
    {
        var element = Rectangle(box, "none");
        element.Add(With("stroke", colour));
        return element;
    }

    public static XElement Ring(double x, double y, double radius, string colour, double width = 2) => Element(
        "circle", With("cx", x), With("cy", y), With("r", radius), With("fill", "none"), With("stroke", colour), With("stroke-width", width));

    /// <summary>Lines along path data.</summary>
    public static XElement Stroked(string path, string colour, double width = 1, string dash = "") => Element(
        "path", With("d", path), With("fill", "none"), With("stroke", colour), With("stroke-width", width), Dashed(dash));

    /// <summary>Marks of one series, filled or stroked as their shape is.</summary>
    public static XElement Marks(string path, MarkShape shape, string colour, double opacity = 1, bool hollow = false) => Mark.IsOpen(shape) || hollow
        ? Element("path", With("d", path), With("fill", "none"), With("stroke", colour), With("stroke-width", 1.3), Opacity("stroke-opacity", opacity))
        : Element("path", With("d", path), With("fill", colour), Opacity("fill-opacity", opacity));

    public static XAttribute? Dashed(string dash) => dash.Length == 0 ? null : With("stroke-dasharray", dash);

    private static XAttribute? Opacity(string name, double value) => value >= 1 ? null : With(name, value.ToString("0.##", CultureInfo.InvariantCulture));
}
