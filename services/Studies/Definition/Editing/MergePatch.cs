using System.Text.Json;
using ArchOpt.Studies.Definition.Text;

namespace ArchOpt.Studies.Definition.Editing;

/// <summary>JSON Merge Patch, RFC 7396, section 2.</summary>
public static class MergePatch
{
    /// <returns>The patched value as compact JSON: members in the target's order, new ones behind them.</returns>
    /// <exception cref="InvalidOperationException">A text that is no valid Unicode.</exception>
    public static string Apply(JsonElement target, JsonElement patch) => CanonicalText.Of(writer => Write(writer, target, patch));

    private static void Write(Utf8JsonWriter writer, JsonElement? target, JsonElement patch)
    {
        if (patch.ValueKind != JsonValueKind.Object)
        {
            patch.WriteTo(writer);
            return;
        }

        var changes = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var change in patch.EnumerateObject()) changes[change.Name] = change.Value; // of a repeated key the last one counts, as everywhere
        writer.WriteStartObject();
        if (target is { ValueKind: JsonValueKind.Object } before)
        {
            foreach (var member in before.EnumerateObject())
            {
                if (!changes.Remove(member.Name, out var change)) member.WriteTo(writer);
                else Write(writer, member.Name, member.Value, change);
            }
        }

        foreach (var (name, change) in changes) Write(writer, name, null, change);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, JsonElement? before, JsonElement change)
    {
        if (change.ValueKind == JsonValueKind.Null) return;
        writer.WritePropertyName(name);
        Write(writer, before, change);
    }
}
