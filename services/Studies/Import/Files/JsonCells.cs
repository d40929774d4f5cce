using System.Globalization;
using System.Text.Json;

namespace ArchOpt.Studies.Import.Files;

/// <summary>JSON objects as flat cells: <c>{"optimizer": {"lr": 0.1}}</c> is <c>optimizer.lr</c>, <c>{"arch": [{"width": 64}]}</c> is <c>arch[0].width</c>.</summary>
internal static class JsonCells
{
    /// <summary>Every value of an object with its path, depth first; null is nothing.</summary>
    public static IEnumerable<(string Path, JsonElement Value)> Flatten(JsonElement members, string prefix = "") =>
        members.EnumerateObject().SelectMany(property => Flatten(prefix + property.Name, property.Value));

    /// <summary>The same of any value that stands at a path.</summary>
    public static IEnumerable<(string Path, JsonElement Value)> Flatten(string path, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => [],
        JsonValueKind.Object => Flatten(value, path + "."),
        JsonValueKind.Array when value.GetArrayLength() > 0 && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Object) =>
            value.EnumerateArray().SelectMany((item, place) => Flatten(item, string.Create(CultureInfo.InvariantCulture, $"{path}[{place}]."))),
        _ => [(path, value)],
    };

    /// <summary>A list of numbers or texts has no place in a configuration: it is taken as the text that spells it, one choice among others.</summary>
    public static Cell Of(JsonElement value, CellText texts, bool textIsNumber = false) => value.ValueKind switch
    {
        JsonValueKind.Number => Cell.Of(value.GetDouble()),
        JsonValueKind.True or JsonValueKind.False => Cell.Of(value.GetBoolean()),
        JsonValueKind.String when (textIsNumber || IsNonFinite(value.GetString()!)) && LenientJson.Number(value) is { } number => Cell.Of(number),
        JsonValueKind.String => texts.Text(value.GetString()!),
        JsonValueKind.Array when value.GetArrayLength() == 0 => Cell.EmptyList,
        JsonValueKind.Array => texts.Text(value.GetRawText().Replace(" ", "", StringComparison.Ordinal)),
        _ => default,
    };

    private static bool IsNonFinite(string text) => text is "NaN" or "Infinity" or "-Infinity";

    /// <summary>Of a field of a trial.</summary>
    public static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        _ => value.GetRawText(),
    };
}
