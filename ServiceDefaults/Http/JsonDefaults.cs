using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ArchOpt.ServiceDefaults.Http;

/// <summary>One JSON dialect for HTTP and messages: camelCase, enums as text, NaN and infinities as named literals.</summary>
public static class JsonDefaults
{
    /// <summary>Ready-made options with the dialect; read-only.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    public static JsonSerializerOptions Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = true;
        options.NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping; // served as application/json, never inside HTML
        options.Converters.Insert(0, new MetricsJsonConverter());
        options.Converters.Add(new JsonStringEnumConverter());
        return options;
    }

    private static JsonSerializerOptions Create()
    {
        var options = Apply(new JsonSerializerOptions(JsonSerializerDefaults.Web));
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
