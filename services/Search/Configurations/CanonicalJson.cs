using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ArchOpt.Search.Configurations;

/// <summary>
/// The one text form of a configuration: names in ordinal order, no white space, numbers in their shortest
/// round-trip form. Two configurations are equal exactly when these texts are.
/// </summary>
public static class CanonicalJson
{
    private static readonly JsonWriterOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // readable unicode names; the text never goes into HTML unescaped
        SkipValidation = true,
    };

    public static string Write(Configuration configuration) => Write(writer => Write(writer, configuration));

    public static string Write(ParameterValue value) => Write(writer => Write(writer, value));

    public static void Write(Utf8JsonWriter writer, Configuration configuration)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in configuration.Entries)
        {
            writer.WritePropertyName(name);
            Write(writer, value);
        }

        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, ParameterValue value)
    {
        switch (value.Kind)
        {
            case ParameterValueKind.Number:
                writer.WriteNumberValue(value.Number);
                break;
            case ParameterValueKind.Text:
                writer.WriteStringValue(value.Text);
                break;
            case ParameterValueKind.Flag:
                writer.WriteBooleanValue(value.Flag);
                break;
            default:
                writer.WriteStartArray();
                foreach (var item in value.List) Write(writer, item);
                writer.WriteEndArray();
                break;
        }
    }

    /// <exception cref="FormatException">The text is not the JSON of a configuration.</exception>
    public static Configuration Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new FormatException($"A configuration must be a JSON object: {e.Message}", e);
        }
    }

    /// <exception cref="FormatException">The element is not the JSON of a configuration.</exception>
    public static Configuration Read(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new FormatException($"A configuration must be a JSON object (was {element.ValueKind}).");
        try
        {
            return Configuration.Of(element.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, ReadValue(p))));
        }
        catch (ArgumentException e) when (e is not ArgumentOutOfRangeException)
        {
            throw new FormatException(e.Message, e);
        }
    }

    private static ParameterValue ReadValue(JsonProperty property) => property.Value.ValueKind switch
    {
        JsonValueKind.Number when property.Value.TryGetDouble(out var number) && double.IsFinite(number) => ParameterValue.Of(number),
        JsonValueKind.String => ParameterValue.Of(property.Value.GetString()!),
        JsonValueKind.True or JsonValueKind.False => ParameterValue.Of(property.Value.GetBoolean()),
        JsonValueKind.Array => ParameterValue.Of(property.Value.EnumerateArray().Select(Read).ToImmutableArray()),
        _ => throw new FormatException(
            $"'{property.Name}' must be a finite number, a string, a boolean or an array of objects (was {property.Value.GetRawText()})."),
    };

    private static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, Compact)) write(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
