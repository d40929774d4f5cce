using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using ArchOpt.Insight.Statistics;
using ArchOpt.Search.Configurations;
using ArchOpt.ServiceDefaults.Http;

namespace ArchOpt.Analysis.Reporting.Json;

/// <summary>The JSON of reports: like all of ArchOpt's, but names in snake_case, and what is not known is there as null.</summary>
public static class ReportJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonDefaults.Options)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.Never,
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}

/// <summary>Enumerations as JSON has them: DominantValue is dominant_value.</summary>
internal static class JsonNames
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}

/// <summary>What JSON has no number for is null.</summary>
internal static class Known
{
    public static double? Of(double? value) => value is { } some && double.IsFinite(some) ? some : null;

    public static ImmutableArray<double>? Of(ConfidenceInterval? interval) =>
        interval is { } some && double.IsFinite(some.Low) && double.IsFinite(some.High) ? [some.Low, some.High] : null;

    public static JsonElement Json(ParameterValue value) => JsonElement.Parse(value.ToString());
}
