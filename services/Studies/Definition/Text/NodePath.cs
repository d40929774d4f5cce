namespace ArchOpt.Studies.Definition.Text;

/// <summary>Finds the place in a file that a path such as <c>space.lr.low</c> or <c>initial[0].arch[1].width</c> speaks of.</summary>
internal static class NodePath
{
    /// <summary>
    /// The key (or list item) that the path names; where the path goes on beyond what the file has, its last part that is
    /// there: a missing key is reported where it should be.
    /// </summary>
    /// <remarks>Names may contain dots, so at each mapping the longest key that fits wins.</remarks>
    public static (int Line, int Column) Locate(StudyNode root, string path)
    {
        var (node, place) = (root, (root.Line, root.Column));
        var rest = path.AsSpan();
        while (true)
        {
            if (node is MappingNode mapping && Longest(mapping, rest) is { } entry)
            {
                (node, place) = (entry.Value, (entry.Line, entry.Column));
                rest = rest[entry.Key.Length..];
            }
            else if (node is SequenceNode sequence && Index(rest, out var length) is { } index && index < sequence.Items.Length)
            {
                node = sequence.Items[index];
                place = (node.Line, node.Column);
                rest = rest[length..];
            }
            else
            {
                return place;
            }

            if (rest.StartsWith('.')) rest = rest[1..];
        }
    }

    private static MappingEntry? Longest(MappingNode mapping, ReadOnlySpan<char> rest)
    {
        for (var end = rest.Length; end > 0; end = rest[..end].LastIndexOfAny('.', '['))
        {
            if (mapping.FindEntry(rest[..end]) is { } entry) return entry;
        }

        return null;
    }

    private static int? Index(ReadOnlySpan<char> rest, out int length)
    {
        length = rest.IndexOf(']') + 1;
        return rest.StartsWith('[') && length > 2 && int.TryParse(rest[1..(length - 1)], out var index) ? index : null;
    }
}
