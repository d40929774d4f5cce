using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ArchOpt.ServiceDefaults.Http;

/// <summary>
/// Metrics as a JSON object, NaN and infinities as named literals. It stands before the converters of MassTransit, of
/// which one claims every dictionary and reads an immutable one as null.
/// </summary>
internal sealed class MetricsJsonConverter : JsonConverter<ImmutableSortedDictionary<string, double>>
{
    public override ImmutableSortedDictionary<string, double> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("Metrics must be a JSON object of numbers.");
        var metrics = ImmutableSortedDictionary.CreateBuilder<string, double>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            metrics[name] = ReadNumber(ref reader, name);
        }

        return metrics.ToImmutable();
    }

    public override void Write(Utf8JsonWriter writer, ImmutableSortedDictionary<string, double> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, number) in value)
        {
            if (double.IsFinite(number)) writer.WriteNumber(name, number);
            else writer.WriteString(name, double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
        }

        writer.WriteEndObject();
    }

    private static double ReadNumber(ref Utf8JsonReader reader, string name) => reader.TokenType switch
    {
        JsonTokenType.Number => reader.GetDouble(),
        JsonTokenType.String => reader.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => throw NotANumber(name),
        },
        _ => throw NotANumber(name),
    };

    private static JsonException NotANumber(string name) =>
        new($"The metric '{name}' must be a number, \"NaN\", \"Infinity\" or \"-Infinity\".");
}
