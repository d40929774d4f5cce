using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ArchOpt.Search.Configurations;

/// <summary>
/// The one text form of a configuration: names in ordinal order, no white space, numbers in their shortest
/// round-trip form. Two configurations are equal exactly when these texts are.
/// </summary>
public static class CanonicalJson
{
    /// <remarks>
    /// Written here and not by a JSON library, because the text is hashed: which characters a library escapes changes with the
    /// Unicode version it knows. Escaped are the quote, the backslash and control characters (<c>\u001f</c>), nothing else.
    /// </remarks>
    public static string Write(Configuration configuration)
    {
        var text = new StringBuilder(128);
        Append(text, configuration);
        return text.ToString();
    }

    /// <inheritdoc cref="Write(Configuration)"/>
    public static string Write(ParameterValue value)
    {
        var text = new StringBuilder(16);
        Append(text, value);
        return text.ToString();
    }

    /// <summary>The same JSON as part of a larger document; escapes as that document does.</summary>
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
        catch (Exception e) when (e is ArgumentException or InvalidOperationException) // a name twice; half of a surrogate pair
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

    private static void Append(StringBuilder text, Configuration configuration)
    {
        var separator = '{';
        foreach (var (name, value) in configuration.Entries)
        {
            text.Append(separator);
            Append(text, name);
            text.Append(':');
            Append(text, value);
            separator = ',';
        }

        text.Append(separator == '{' ? "{}" : "}");
    }

    private static void Append(StringBuilder text, ParameterValue value)
    {
        switch (value.Kind)
        {
            case ParameterValueKind.Number:
                text.Append(CultureInfo.InvariantCulture, $"{value.Number:R}");
                break;
            case ParameterValueKind.Text:
                Append(text, value.Text);
                break;
            case ParameterValueKind.Flag:
                text.Append(value.Flag ? "true" : "false");
                break;
            default:
                var separator = '[';
                foreach (var item in value.List)
                {
                    text.Append(separator);
                    Append(text, item);
                    separator = ',';
                }

                text.Append(separator == '[' ? "[]" : "]");
                break;
        }
    }

    private static void Append(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            if (c is '"' or '\\') text.Append('\\').Append(c);
            else if (c < ' ') text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else text.Append(c);
        }

        text.Append('"');
    }
}
