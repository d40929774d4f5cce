using System.Globalization;

namespace ArchOpt.Studies.Import.Columns;

/// <summary>
/// Paths of values in lists: <c>arch[0].width</c>. A name may contain dots, so only a place in brackets makes a list of what stands before it.
/// </summary>
internal static class ParameterPath
{
    public static bool IsInList(string path) => Split(path, out _, out _) is not null;

    /// <summary>The parameter at the top of the space that the path leads into.</summary>
    public static string Top(string path) => Split(path, out _, out _) ?? path;

    /// <summary>The list, the place in it and the rest of the path; null when the path is a plain name.</summary>
    public static string? Split(string path, out int index, out string rest)
    {
        (index, rest) = (0, "");
        var open = path.IndexOf('[', StringComparison.Ordinal);
        var close = open > 0 ? path.IndexOf("].", open, StringComparison.Ordinal) : -1;
        if (close < 0 || close + 2 == path.Length) return null;
        if (!int.TryParse(path.AsSpan(open + 1, close - open - 1), NumberStyles.None, CultureInfo.InvariantCulture, out index)) return null;
        rest = path[(close + 2)..];
        return path[..open];
    }
}
