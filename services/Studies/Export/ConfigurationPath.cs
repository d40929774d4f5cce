using System.Globalization;

namespace ArchOpt.Studies.Export;

/// <summary>One step of a path: a parameter, or one item of a list parameter.</summary>
internal readonly record struct PathSegment(string Name, int? Index);

/// <summary>Paths such as <c>arch[0].width</c>: their grammar and their order.</summary>
internal static class ConfigurationPath
{
    /// <exception cref="FormatException">Not a path; an item of a list must go on with a name.</exception>
    public static PathSegment[] Parse(string path)
    {
        var segments = path.Split('.').Select(part => Segment(path, part)).ToArray();
        for (var i = 0; i < segments.Length; i++)
        {
            if (segments[i].Index is null != (i == segments.Length - 1)) throw NotAPath(path);
        }

        return segments;
    }

    /// <summary>Names by ordinal, indexes by number: arch[2] stands before arch[10].</summary>
    public static int Compare(string left, string right)
    {
        int i = 0, j = 0;
        while (i < left.Length && j < right.Length)
        {
            var bothNumbers = IsIndex(left, i) && IsIndex(right, j);
            var order = bothNumbers ? Number(left, ref i).CompareTo(Number(right, ref j)) : left[i++].CompareTo(right[j++]);
            if (order != 0) return order;
        }

        return (left.Length - i).CompareTo(right.Length - j);
    }

    private static bool IsIndex(string text, int at) => at > 0 && text[at - 1] == '[' && char.IsAsciiDigit(text[at]);

    private static long Number(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && at - start < 18 && char.IsAsciiDigit(text[at])) at++;
        return long.Parse(text.AsSpan(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture);
    }

    private static PathSegment Segment(string path, string part)
    {
        var bracket = part.IndexOf('[', StringComparison.Ordinal);
        if (bracket < 0) return part.Length > 0 ? new(part, null) : throw NotAPath(path);
        var isIndex = bracket > 0 && part[^1] == ']'
            && int.TryParse(part.AsSpan(bracket + 1, part.Length - bracket - 2), NumberStyles.None, CultureInfo.InvariantCulture, out _);
        if (!isIndex) throw NotAPath(path);
        return new(part[..bracket], int.Parse(part.AsSpan(bracket + 1, part.Length - bracket - 2), NumberStyles.None, CultureInfo.InvariantCulture));
    }

    private static FormatException NotAPath(string path) =>
        new($"{path}: is not a parameter; write name, or name[0].name for an item of a list.");
}
