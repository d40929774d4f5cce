using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace ArchOpt.Studies.Definition.Text;

/// <summary>Reads JSON into nodes, with lines and columns that a person can find in an editor.</summary>
internal ref struct JsonTree
{
    private readonly ReadOnlySpan<byte> bytes;
    private Utf8JsonReader reader;
    private int seen;
    private int line;
    private int lineStart;

    private JsonTree(ReadOnlySpan<byte> bytes)
    {
        this.bytes = bytes;
        reader = new(bytes, new JsonReaderOptions { MaxDepth = TextLimits.Depth });
        line = 1;
    }

    /// <exception cref="StudySyntaxException">The text is not one JSON value.</exception>
    public static StudyNode Parse(string text)
    {
        try
        {
            var tree = new JsonTree(Encoding.UTF8.GetBytes(text));
            tree.reader.Read();
            var root = tree.Node();
            tree.reader.Read(); // throws when anything follows
            return root;
        }
        catch (JsonException e)
        {
            var (line, column) = ((int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1);
            throw new StudySyntaxException(line, column, $"broken JSON at column {column}: {Sentence(e.Message)}");
        }
    }

    /// <summary>Reads the node at the current token and stays at its last token.</summary>
    private StudyNode Node()
    {
        var (atLine, atColumn) = Place();
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return Mapping(atLine, atColumn);
            case JsonTokenType.StartArray:
                var items = ImmutableArray.CreateBuilder<StudyNode>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(Node());
                return new SequenceNode(atLine, atColumn, items.ToImmutable());
            case JsonTokenType.String:
                return new ScalarNode(atLine, atColumn, ScalarKind.Text, Text(atLine, atColumn));
            case JsonTokenType.Number:
                var text = Encoding.UTF8.GetString(reader.ValueSpan);
                return new ScalarNode(atLine, atColumn, ScalarKind.Number, text, CoreSchema.Number(text)!.Value);
            case JsonTokenType.True or JsonTokenType.False:
                return new ScalarNode(atLine, atColumn, ScalarKind.Flag, reader.GetBoolean() ? "true" : "false");
            default:
                return new ScalarNode(atLine, atColumn, ScalarKind.Empty, "null");
        }
    }

    private MappingNode Mapping(int atLine, int atColumn)
    {
        var entries = new List<MappingEntry>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var (keyLine, keyColumn) = Place();
            var key = Text(keyLine, keyColumn);
            TextLimits.CheckKey(keyLine, keyColumn, key);
            reader.Read();
            entries.Add(new(key, keyLine, keyColumn, Node()));
        }

        return MappingNode.Of(atLine, atColumn, entries);
    }

    private readonly string Text(int atLine, int atColumn)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new StudySyntaxException(atLine, atColumn, $"the text is not valid Unicode: {e.Message}");
        }
    }

    private (int Line, int Column) Place()
    {
        var start = (int)reader.TokenStartIndex;
        for (; seen < start; seen++)
        {
            if (bytes[seen] != '\n') continue;
            line++;
            lineStart = seen + 1;
        }

        return (line, Encoding.UTF8.GetCharCount(bytes[lineStart..start]) + 1);
    }

    private static string Sentence(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).TrimEnd('.');
    }
}
