using System.Collections.Immutable;
using System.Text.Json;

namespace ArchOpt.Studies.Definition.Editing;

/// <summary>One setting that differs.</summary>
/// <param name="Path">Keys with dots between: <c>a.b</c>.</param>
/// <param name="Before">As JSON; null where it was absent.</param>
/// <param name="After">As JSON; null where it is absent.</param>
public sealed record ChangedSetting(string Path, string? Before, string? After);

/// <summary>What a person wants to see of a change: the settings that are not what they were, lists as a whole.</summary>
public static class SettingsDifference
{
    /// <param name="before">A JSON object.</param>
    /// <param name="after">A JSON object.</param>
    /// <returns>By path; empty when nothing differs.</returns>
    public static ImmutableArray<ChangedSetting> Of(string before, string after)
    {
        using var old = JsonDocument.Parse(before);
        using var present = JsonDocument.Parse(after);
        return [.. Compare("", old.RootElement, present.RootElement).OrderBy(change => change.Path, StringComparer.Ordinal)];
    }

    private static IEnumerable<ChangedSetting> Compare(string path, JsonElement? before, JsonElement? after)
    {
        if (before is { ValueKind: JsonValueKind.Object } || after is { ValueKind: JsonValueKind.Object })
        {
            if (before is null or { ValueKind: JsonValueKind.Object } && after is null or { ValueKind: JsonValueKind.Object })
            {
                var names = Names(before).Union(Names(after), StringComparer.Ordinal);
                return names.SelectMany(name => Compare(path.Length == 0 ? name : $"{path}.{name}", Member(before, name), Member(after, name)));
            }
        }

        var (was, now) = (before?.GetRawText(), after?.GetRawText());
        return was == now ? [] : [new(path, was, now)];
    }

    private static IEnumerable<string> Names(JsonElement? value) => value?.EnumerateObject().Select(member => member.Name) ?? [];

    private static JsonElement? Member(JsonElement? value, string name) =>
        value is { } known && known.TryGetProperty(name, out var member) ? member : null;
}
