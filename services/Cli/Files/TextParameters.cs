using System.Text.Json;

namespace ArchOpt.Cli.Files;

/// <summary>
/// Which parameters of a study take text: CSV does not say whether <c>7</c> is the number or the choice named "7", but
/// the study's definition does.
/// </summary>
internal static class TextParameters
{
    /// <param name="definition">The study's resolved definition; without it nothing is known to be text.</param>
    public static Func<string, bool> Of(JsonElement? definition)
    {
        var has = definition is { ValueKind: JsonValueKind.Object } study && study.TryGetProperty("space", out var found) && found.ValueKind == JsonValueKind.Object;
        if (!has) return _ => false;
        var text = Names(definition!.Value.GetProperty("space"), "").ToHashSet(StringComparer.Ordinal);
        return path => text.Contains(WithoutIndexes(path));
    }

    private static IEnumerable<string> Names(JsonElement space, string prefix) => space.EnumerateObject()
        .Where(parameter => parameter.Value.ValueKind == JsonValueKind.Object)
        .SelectMany(parameter => parameter.Value.TryGetProperty("of", out var element) && element.ValueKind == JsonValueKind.Object
            ? Names(element, $"{prefix}{parameter.Name}.")
            : IsText(parameter.Value) ? [prefix + parameter.Name] : []);

    private static bool IsText(JsonElement parameter) =>
        (parameter.TryGetProperty("values", out var values) && values.ValueKind == JsonValueKind.Array
            && values.EnumerateArray().All(value => value.ValueKind == JsonValueKind.String))
        || (parameter.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.String);

    private static string WithoutIndexes(string path) =>
        string.Join('.', path.Split('.').Select(part => part.IndexOf('[', StringComparison.Ordinal) is > 0 and var at ? part[..at] : part));
}
