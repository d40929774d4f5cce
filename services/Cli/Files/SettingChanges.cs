using System.Text.Json;
using System.Text.Json.Nodes;

namespace ArchOpt.Cli.Files;

/// <summary>What <c>--set</c> and <c>--unset</c> ask for, as one JSON merge patch (RFC 7396).</summary>
internal static class SettingChanges
{
    /// <param name="set"><c>key=value</c>, with dots between the keys of settings within settings; the value is JSON where it is, else text.</param>
    /// <param name="unset">Keys to remove.</param>
    /// <returns>Null when nothing is asked for.</returns>
    /// <exception cref="CliException">No key, or one setting twice.</exception>
    public static JsonElement? Read(IReadOnlyCollection<string> set, IReadOnlyCollection<string> unset)
    {
        if (set.Count + unset.Count == 0) return null;
        var patch = new JsonObject();
        foreach (var text in set)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0) throw CliException.Wrong($"--set: must be KEY=VALUE (was '{text}')");
            Add(patch, "--set", text[..equals], Value(text[(equals + 1)..]));
        }

        foreach (var key in unset) Add(patch, "--unset", key, null);
        return JsonSerializer.SerializeToElement(patch);
    }

    private static void Add(JsonObject patch, string option, string path, JsonNode? value)
    {
        var keys = path.Split('.');
        if (keys.Any(string.IsNullOrWhiteSpace)) throw CliException.Wrong($"{option}: must name a setting, with dots between the keys of nested ones (was '{path}')");
        var place = patch;
        foreach (var key in keys[..^1])
        {
            if (!place.TryGetPropertyValue(key, out var inner)) place[key] = inner = new JsonObject();
            place = inner as JsonObject ?? throw Twice(option, path);
        }

        if (!place.TryAdd(keys[^1], value)) throw Twice(option, path);
    }

    private static CliException Twice(string option, string path) => CliException.Wrong($"{option}: {path}: is set twice");

    private static JsonNode? Value(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text); // what is no JSON is the text itself: a path needs no quotes
        }
    }
}
