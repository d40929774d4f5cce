using System.Collections.Immutable;
using System.Text.Json;
using ArchOpt.Search.Spaces;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Definition.Editing;

/// <summary>What a change of evaluator settings leads to.</summary>
/// <param name="Settings">The settings afterwards, as canonical JSON; null when the change is not valid.</param>
/// <param name="Errors">Paths start with <c>settings</c>; empty exactly when there are settings.</param>
public sealed record PatchedSettings(string? Settings, ImmutableArray<SpaceError> Errors);

/// <summary>
/// Changes the evaluator settings of a study as JSON Merge Patch (RFC 7396) says: objects are merged, null removes, anything else takes the
/// place of what was there. The result obeys the rules for the settings of a new study.
/// </summary>
/// <remarks>Pure. Applying the same patch again changes nothing, so it is safe to repeat.</remarks>
public static class SettingsPatch
{
    /// <summary>Characters of a patch.</summary>
    public const int MostCharacters = 64 * 1024;

    /// <summary>Objects and lists within each other.</summary>
    public const int MostDepth = 16;

    private const string Root = "settings";
    private const string InFile = "evaluator.settings";

    /// <param name="study">As its file declares it.</param>
    /// <param name="settings">Those in force: a JSON object.</param>
    /// <param name="patch">JSON, from whomever.</param>
    public static PatchedSettings Apply(StudyDefinition study, string settings, string patch)
    {
        if (patch.Length > MostCharacters) return Wrong($"must have at most {MostCharacters:N0} characters (has {patch.Length:N0})");
        try
        {
            using var change = JsonDocument.Parse(patch, new JsonDocumentOptions { MaxDepth = MostDepth });
            if (change.RootElement.ValueKind != JsonValueKind.Object) return Wrong($"must be an object of settings (was {Kind(change.RootElement)})");
            using var before = JsonDocument.Parse(settings);
            var merged = MergePatch.Apply(before.RootElement, change.RootElement);
            return Checked(StudyFile.Check(study.WithSettings(merged)));
        }
        catch (JsonException e)
        {
            return Wrong($"must be JSON of at most {MostDepth} levels: {e.Message}");
        }
        catch (InvalidOperationException e)
        {
            return Wrong($"must be valid Unicode: {e.Message}"); // half a surrogate pair, written as an escape
        }
    }

    private static PatchedSettings Checked(StudyFileResult result) => result.IsValid
        ? new(result.Definition.Evaluator.Settings, [])
        : new(null, [.. result.Errors.Select(error => Renamed(error.Path, error.Message))]);

    /// <summary>What contradicts another section of the study is a mistake of the settings too: only they have changed.</summary>
    private static SpaceError Renamed(string path, string message) => path.StartsWith(InFile, StringComparison.Ordinal)
        ? new(Root + path[InFile.Length..], message)
        : new(Root, path.Length == 0 ? message : $"{path}: {message}");

    private static PatchedSettings Wrong(string message) => new(null, [new(Root, message)]);

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.Null => "null",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        _ => "true or false",
    };
}
