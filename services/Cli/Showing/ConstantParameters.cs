using System.Text.Json;
using ArchOpt.Contracts.Http;

namespace ArchOpt.Cli.Showing;

/// <summary>The parameters that a study's space fixes: the same in every configuration, so a line about one leaves them out.</summary>
internal static class ConstantParameters
{
    /// <summary>Their names; empty where the view has no definition.</summary>
    public static IReadOnlySet<string> Of(StudyView study) =>
        study.Definition is { ValueKind: JsonValueKind.Object } definition && definition.TryGetProperty("space", out var space) && space.ValueKind == JsonValueKind.Object
            ? space.EnumerateObject().Where(parameter => IsConstant(parameter.Value)).Select(parameter => parameter.Name).ToHashSet(StringComparer.Ordinal)
            : new HashSet<string>(StringComparer.Ordinal);

    private static bool IsConstant(JsonElement parameter) =>
        parameter.ValueKind == JsonValueKind.Object && parameter.TryGetProperty("type", out var type) && type.ValueEquals("constant");
}
