using System.Runtime.InteropServices;

namespace ArchOpt.Analysis.Charts;

/// <summary>A rectangle on a page, in pixels; y grows downwards.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Box(double Left, double Top, double Width, double Height)
{
    /// <summary>How far letters rise above and hang below their base line, as a fraction of the font's size.</summary>
    private const double Ascent = 0.8, Descent = 0.24;

    public double Right => Left + Width;

    public double Bottom => Top + Height;

    public double CentreX => Left + (Width / 2);

    public double CentreY => Top + (Height / 2);

    /// <summary>What a line of text covers.</summary>
    /// <param name="anchor"><c>start</c>, <c>middle</c> or <c>end</c>: which part of the text is at x.</param>
    public static Box OfText(double x, double y, string text, double size, string anchor = "start", bool bold = false)
    {
        var width = Letters.Width(text, size, bold);
        var left = anchor switch { "middle" => x - (width / 2), "end" => x - width, _ => x };
        return new(left, y - (Ascent * size), width, (Ascent + Descent) * size);
    }

    /// <summary>The same for text that reads upwards (turned by -90 degrees about x and y).</summary>
    public static Box OfUprightText(double x, double y, string text, double size, string anchor = "start", bool bold = false)
    {
        var flat = OfText(0, 0, text, size, anchor, bold);
        return new(x + flat.Top, y - flat.Right, flat.Height, flat.Width);
    }

    public bool Overlaps(Box other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;

    public bool Contains(Box other) => other.Left >= Left && other.Right <= Right && other.Top >= Top && other.Bottom <= Bottom;

    public Box Grown(double by) => new(Left - by, Top - by, Width + (2 * by), Height + (2 * by));

    /// <summary>The point of the box that is nearest to another one.</summary>
    public (double X, double Y) Nearest(double x, double y) => (Math.Clamp(x, Left, Right), Math.Clamp(y, Top, Bottom));

    /// <summary>Whether a straight line goes through it.</summary>
    public bool IsCrossedBy(double x1, double y1, double x2, double y2)
    {
        // Liang and Barsky's clipping: the part of the line inside of all four borders.
        var (from, to) = (0.0, 1.0);
        return Clip(x1 - x2, x1 - Left) && Clip(x2 - x1, Right - x1) && Clip(y1 - y2, y1 - Top) && Clip(y2 - y1, Bottom - y1);

        bool Clip(double slope, double distance)
        {
            if (slope == 0) return distance > 0;
            var at = distance / slope;
            if (slope < 0) from = Math.Max(from, at);
            else to = Math.Min(to, at);
            return from < to;
        }
    }
}
