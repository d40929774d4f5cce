using System.Text.Json;

namespace ArchOpt.Studies.Definition.Text;

/// <summary>A subtree as canonical JSON: keys in ordinal order, no white space, shortest round-trip numbers.</summary>
internal static class NodeJson
{
    /// <summary>An absent subtree is the empty object.</summary>
    public static string Write(StudyNode? node) => CanonicalText.Of(writer =>
    {
        if (node is null) writer.WriteRawValue("{}");
        else Write(writer, node);
    });

    private static void Write(Utf8JsonWriter writer, StudyNode node)
    {
        switch (node)
        {
            case MappingNode mapping:
                writer.WriteStartObject();
                foreach (var entry in mapping.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(entry.Key);
                    Write(writer, entry.Value);
                }

                writer.WriteEndObject();
                break;
            case SequenceNode sequence:
                writer.WriteStartArray();
                foreach (var item in sequence.Items) Write(writer, item);
                writer.WriteEndArray();
                break;
            case ScalarNode { Kind: ScalarKind.Number } scalar:
                writer.WriteNumberValue(scalar.Number);
                break;
            case ScalarNode { Kind: ScalarKind.Flag } scalar:
                writer.WriteBooleanValue(scalar.Flag);
                break;
            case ScalarNode scalar:
                writer.WriteStringValue(scalar.Text);
                break;
        }
    }
}
