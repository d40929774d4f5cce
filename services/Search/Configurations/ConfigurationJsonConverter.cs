using System.Text.Json;
using System.Text.Json.Serialization;

namespace ArchOpt.Search.Configurations;

/// <summary>Lets System.Text.Json carry a <see cref="Configuration"/> as the JSON object that it is.</summary>
public sealed class ConfigurationJsonConverter : JsonConverter<Configuration>
{
    public override Configuration Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        try
        {
            return CanonicalJson.Read(document.RootElement);
        }
        catch (FormatException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    public override void Write(Utf8JsonWriter writer, Configuration value, JsonSerializerOptions options) =>
        CanonicalJson.Write(writer, value);
}
