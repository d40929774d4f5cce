using System.Collections.Immutable;

namespace ArchOpt.Studies.Definition.Text;

/// <summary>
/// A study file as a tree, the same for YAML and JSON: every node knows where it stands, so that every mistake can be
/// shown to the person who made it.
/// </summary>
/// <param name="line">1 for the first line.</param>
/// <param name="column">1 for the first character of a line.</param>
/// <remarks>Compared by reference: two nodes of equal content are two places in a file.</remarks>
internal abstract class StudyNode(int line, int column)
{
    public int Line => line;

    public int Column => column;

    /// <summary>How the node is named in a message: <c>'abc'</c>, <c>12</c>, <c>a list</c>.</summary>
    public abstract string Description { get; }
}

internal enum ScalarKind
{
    Empty,
    Flag,
    Number,
    Text,
}

/// <summary>A single value, resolved by the YAML 1.2 core schema or as JSON has it.</summary>
/// <param name="text">As written, without quotes.</param>
/// <param name="number">The value when it is a number (it may be infinite or NaN), else 0.</param>
internal sealed class ScalarNode(int line, int column, ScalarKind kind, string text, double number = 0) : StudyNode(line, column)
{
    private const int Shown = 60;

    public ScalarKind Kind => kind;

    public string Text => text;

    public double Number => number;

    public bool Flag => kind == ScalarKind.Flag && text is "true" or "True" or "TRUE";

    public override string Description => kind switch
    {
        ScalarKind.Empty => "empty",
        ScalarKind.Text => text.Length > Shown ? $"'{text[..Shown]}...'" : $"'{text}'",
        _ => text,
    };
}

internal sealed class SequenceNode(int line, int column, ImmutableArray<StudyNode> items) : StudyNode(line, column)
{
    public ImmutableArray<StudyNode> Items => items;

    public override string Description => items.IsEmpty ? "an empty list" : "a list";
}

/// <summary>One key of a mapping and where it stands.</summary>
internal sealed record MappingEntry(string Key, int Line, int Column, StudyNode Value);

/// <param name="entries">Every key once, in the order of the file.</param>
/// <param name="repeated">Later entries whose key is there already: mistakes that are reported with all others.</param>
internal sealed class MappingNode(int line, int column, ImmutableArray<MappingEntry> entries, ImmutableArray<MappingEntry> repeated)
    : StudyNode(line, column)
{
    private readonly Dictionary<string, MappingEntry> byKey = entries.ToDictionary(entry => entry.Key, StringComparer.Ordinal);

    public ImmutableArray<MappingEntry> Entries => entries;

    public ImmutableArray<MappingEntry> Repeated => repeated;

    public override string Description => "a mapping";

    public MappingEntry? FindEntry(ReadOnlySpan<char> key) =>
        byKey.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key, out var entry) ? entry : null;

    public StudyNode? Find(string key) => FindEntry(key)?.Value;

    /// <summary>Separates first uses of a key from repeated ones.</summary>
    public static MappingNode Of(int line, int column, IEnumerable<MappingEntry> all)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var (entries, repeated) = (ImmutableArray.CreateBuilder<MappingEntry>(), ImmutableArray.CreateBuilder<MappingEntry>());
        foreach (var entry in all) (seen.Add(entry.Key) ? entries : repeated).Add(entry);
        return new(line, column, entries.ToImmutable(), repeated.ToImmutable());
    }
}
