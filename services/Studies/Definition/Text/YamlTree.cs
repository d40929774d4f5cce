using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ArchOpt.Studies.Definition.Text;

/// <summary>
/// Reads YAML into nodes, event by event. Not the library's own document model, because that recurses as deep as the
/// file asks it to: a megabyte of brackets would end the process.
/// </summary>
internal sealed class YamlTree
{
    private readonly Scanner scanner;
    private readonly Parser parser;
    private readonly Dictionary<string, (StudyNode Node, long Size)> anchors = new(StringComparer.Ordinal);
    private long size;

    private YamlTree(string text)
    {
        scanner = new(new StringReader(text), skipComments: true);
        parser = new(scanner);
    }

    /// <exception cref="StudySyntaxException">The text is not one YAML document without tags.</exception>
    public static StudyNode Parse(string text) => new YamlTree(text).Document();

    private StudyNode Document()
    {
        Next<StreamStart>();
        MoveNext();
        if (parser.Current is StreamEnd) throw new StudySyntaxException(1, 1, "is empty; a study file is a mapping with the keys study, objectives, ...");
        Next<DocumentStart>();
        MoveNext();
        var root = Node(1);
        Next<DocumentEnd>();
        if (MoveNext() && parser.Current is DocumentStart second)
            throw At(second, "holds a second document; a study file is one document");
        return root;
    }

    /// <summary>Reads the node at the current event and moves to the event behind it.</summary>
    private StudyNode Node(int depth)
    {
        var start = parser.Current!;
        if (start is AnchorAlias alias) return Alias(alias);
        if (start is not NodeEvent node) throw new InvalidOperationException($"Invariant: a node starts with {start}.");
        if (!node.Tag.IsEmpty) throw At(node, $"the tag {node.Tag} is not supported; write the value without it");
        if (depth > TextLimits.Depth) throw At(node, $"is nested deeper than {TextLimits.Depth} levels");
        var before = size;
        Count(node, 1);
        StudyNode read = node switch
        {
            Scalar scalar => Read(scalar),
            SequenceStart => Sequence(node, depth),
            MappingStart => Mapping(node, depth),
            _ => throw new InvalidOperationException($"Invariant: an unknown YAML event {node}."),
        };
        if (!node.Anchor.IsEmpty) anchors[node.Anchor.Value] = (read, size - before);
        return read;
    }

    private StudyNode Alias(AnchorAlias alias)
    {
        if (!anchors.TryGetValue(alias.Value.Value, out var target)) throw At(alias, $"the alias *{alias.Value} names no anchor before it");
        Count(alias, target.Size);
        MoveNext();
        return target.Node;
    }

    private ScalarNode Read(Scalar scalar)
    {
        MoveNext();
        var (line, column) = Place(scalar.Start);
        TextLimits.CheckText(line, column, scalar.Value);
        return scalar.Style == ScalarStyle.Plain
            ? CoreSchema.Resolve(line, column, scalar.Value)
            : new ScalarNode(line, column, ScalarKind.Text, scalar.Value);
    }

    private SequenceNode Sequence(NodeEvent start, int depth)
    {
        MoveNext();
        var items = ImmutableArray.CreateBuilder<StudyNode>();
        while (parser.Current is not SequenceEnd) items.Add(Node(depth + 1));
        MoveNext();
        var (line, column) = Place(start.Start);
        return new(line, column, items.ToImmutable());
    }

    private MappingNode Mapping(NodeEvent start, int depth)
    {
        MoveNext();
        var entries = new List<MappingEntry>();
        while (parser.Current is not MappingEnd)
        {
            var (keyLine, keyColumn) = Place(parser.Current!.Start);
            if (Node(depth + 1) is not ScalarNode key) throw new StudySyntaxException(keyLine, keyColumn, "a key must be a single value");
            TextLimits.CheckKey(keyLine, keyColumn, key.Text);
            entries.Add(new(key.Text, keyLine, keyColumn, Node(depth + 1)));
        }

        MoveNext();
        var (line, column) = Place(start.Start);
        return MappingNode.Of(line, column, entries);
    }

    /// <summary>Counts what the file would be with every alias written out, so that a few nested aliases cannot stand for billions of values.</summary>
    private void Count(ParsingEvent at, long nodes)
    {
        size += nodes;
        if (size > TextLimits.Nodes) throw At(at, $"has more than {TextLimits.Nodes:N0} values, aliases written out");
    }

    private bool MoveNext()
    {
        try
        {
            return parser.MoveNext();
        }
        catch (YamlException e)
        {
            throw Broken(e.End.Index > e.Start.Index && !e.Message.Contains("end of stream", StringComparison.Ordinal) ? e.End : e.Start, Sentence(e.Message));
        }
        catch (InvalidOperationException)
        {
            // The library's scanner fails like this on some plain text where a bracket or a key is missing.
            throw Broken(scanner.CurrentPosition, "a value ends in an unexpected place; a bracket, quote or colon is missing before it");
        }
    }

    private static StudySyntaxException Broken(Mark mark, string message)
    {
        var (line, column) = Place(mark);
        return new(line, column, $"broken YAML at column {column}: {message}");
    }

    private void Next<T>()
        where T : ParsingEvent
    {
        if (parser.Current is null) MoveNext();
        if (parser.Current is not T) throw new InvalidOperationException($"Invariant: {typeof(T).Name} was expected, {parser.Current} came.");
    }

    private static StudySyntaxException At(ParsingEvent place, string message)
    {
        var (line, column) = Place(place.Start);
        return new(line, column, message);
    }

    private static (int Line, int Column) Place(Mark mark) => ((int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));

    private static string Sentence(string message) => char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.');
}
