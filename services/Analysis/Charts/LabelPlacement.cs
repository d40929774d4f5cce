using System.Xml.Linq;

namespace ArchOpt.Analysis.Charts;

/// <summary>
/// Finds room for the labels of points: beside the point where it is free, else further away with a line that leads to it. Labels never
/// cover each other nor what was declared taken; what they merely should not cover is avoided as far as possible.
/// </summary>
/// <remarks>Deterministic; labels that are placed first have the choice. Not thread-safe.</remarks>
internal sealed class LabelPlacement(Box area)
{
    private const double Padding = 3, Leader = 9;
    private const int Directions = 16;
    private static readonly double[] Distances = [6, 14, 24, 36, 50, 68, 90, 120, 160, 210, 270];

    private readonly List<Box> taken = [];
    private readonly List<Box> avoided = [];
    private readonly List<(double X, double Y, double Cost)> points = [];

    /// <summary>Nothing may be written here.</summary>
    public void Take(Box box) => taken.Add(box);

    /// <summary>Better nothing is written here.</summary>
    public void Avoid(Box box) => avoided.Add(box);

    /// <summary>Better nothing is written over this point.</summary>
    /// <param name="cost">How many pixels further away a label may go to leave it free.</param>
    public void Avoid(double x, double y, double cost) => points.Add((x, y, cost));

    /// <summary>Draws a label of a point with its leader; nothing when there is no room in the whole area.</summary>
    /// <param name="radius">Of what is drawn about the point.</param>
    public IEnumerable<XElement> Place(double x, double y, double radius, string text, string colour = Palette.Ink, double size = Svg.Font)
    {
        var flat = Box.OfText(0, 0, text, size);
        var choice = Candidates(x, y, radius, flat).Where(box => area.Contains(box) && !taken.Exists(other => other.Overlaps(box.Grown(Padding))))
            .Select(box => (Box: box, Cost: Cost(box, x, y, radius)))
            .DefaultIfEmpty((Box: default, Cost: double.PositiveInfinity))
            .MinBy(candidate => candidate.Cost);
        if (double.IsPositiveInfinity(choice.Cost)) yield break;
        var box = choice.Box;
        taken.Add(box);
        var (nearX, nearY) = box.Nearest(x, y);
        var distance = Math.Sqrt(Math.Pow(nearX - x, 2) + Math.Pow(nearY - y, 2));
        if (distance > radius + Leader)
        {
            var (stepX, stepY) = ((nearX - x) / distance, (nearY - y) / distance);
            yield return Svg.Line(x + (radius * stepX), y + (radius * stepY), nearX - (2 * stepX), nearY - (2 * stepY), Palette.Quiet);
        }

        var backing = Svg.Rectangle(box.Grown(1), Palette.Paper);
        backing.Add(Svg.With("fill-opacity", "0.85"));
        yield return backing;
        // In a narrower font than the widest the text still begins or ends beside its point.
        var anchor = box.Left > x ? "start" : box.Right < x ? "end" : "middle";
        yield return Svg.Text(anchor switch { "start" => box.Left, "end" => box.Right, _ => box.CentreX }, box.Top - flat.Top, text, size, anchor, colour);
    }

    private static IEnumerable<Box> Candidates(double x, double y, double radius, Box flat)
    {
        foreach (var distance in Distances)
        {
            for (var direction = 0; direction < Directions; direction++)
            {
                var angle = 2 * Math.PI * direction / Directions;
                var (cos, sin) = (Math.Cos(angle), Math.Sin(angle));
                var (nearX, nearY) = (x + ((radius + distance) * cos), y + ((radius + distance) * sin));
                // The side that faces the point is at that distance, the box lies behind it.
                yield return new(nearX - (flat.Width * (1 - cos) / 2), nearY - (flat.Height * (1 - sin) / 2), flat.Width, flat.Height);
            }
        }
    }

    private double Cost(Box box, double x, double y, double radius)
    {
        var (nearX, nearY) = box.Nearest(x, y);
        var distance = Math.Sqrt(Math.Pow(nearX - x, 2) + Math.Pow(nearY - y, 2));
        var cost = distance;
        if (distance < radius) cost += 400;
        var padded = box.Grown(1);
        foreach (var (pointX, pointY, pointCost) in points)
        {
            if (pointX > padded.Left && pointX < padded.Right && pointY > padded.Top && pointY < padded.Bottom) cost += pointCost;
        }

        foreach (var other in avoided)
        {
            if (other.Overlaps(box)) cost += 60;
        }

        if (distance <= radius + Leader) return cost;
        foreach (var other in taken)
        {
            if (!(x > other.Left && x < other.Right && y > other.Top && y < other.Bottom) && other.IsCrossedBy(x, y, nearX, nearY)) cost += 150;
        }

        return cost;
    }
}
