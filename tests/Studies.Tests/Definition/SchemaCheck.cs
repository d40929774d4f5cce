using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ArchOpt.Studies.Tests.Definition;

/// <summary>The part of JSON Schema that a study's schema uses; a keyword it does not know is an error, so that nothing is skipped silently.</summary>
internal sealed class SchemaCheck(JsonObject schema)
{
    private static readonly string[] Annotations = ["$schema", "$defs", "title", "description", "$ref"];

    public IEnumerable<string> Problems(JsonNode? value) => Problems(schema, value, "$");

    private IEnumerable<string> Problems(JsonObject rules, JsonNode? value, string path)
    {
        if (rules["$ref"] is { } reference)
        {
            var target = (JsonObject)schema["$defs"]![reference.GetValue<string>().Split('/')[^1]]!;
            foreach (var problem in Problems(target, value, path)) yield return problem;
        }

        foreach (var (keyword, rule) in rules.Where(r => !Annotations.Contains(r.Key)))
        {
            foreach (var problem in Keyword(rules, keyword, rule!, value, path)) yield return problem;
        }
    }

    private IEnumerable<string> Keyword(JsonObject rules, string keyword, JsonNode rule, JsonNode? value, string path) => keyword switch
    {
        "type" => Fails(rule is JsonArray types ? !types.Any(t => IsA(t!.GetValue<string>(), value)) : !IsA(rule.GetValue<string>(), value), keyword, path),
        "enum" => Fails(!rule.AsArray().Any(item => JsonNode.DeepEquals(item, value)), keyword, path),
        "required" when value is JsonObject map => rule.AsArray().Where(name => !map.ContainsKey(name!.GetValue<string>())).Select(name => $"{path}: {name} is missing"),
        "properties" when value is JsonObject map => rule.AsObject().Where(p => map.ContainsKey(p.Key)).SelectMany(p => Problems((JsonObject)p.Value!, map[p.Key], $"{path}.{p.Key}")),
        "additionalProperties" when value is JsonObject map => Others(rules, map).SelectMany(p => rule is JsonObject other
            ? Problems(other, p.Value, $"{path}.{p.Key}")
            : [$"{path}.{p.Key}: unknown"]),
        "items" when value is JsonArray list => list.SelectMany((item, i) => Problems((JsonObject)rule, item, $"{path}[{i}]")),
        "anyOf" => Fails(rule.AsArray().All(one => Problems((JsonObject)one!, value, path).Any()), keyword, path),
        "oneOf" => Fails(rule.AsArray().Count(one => !Problems((JsonObject)one!, value, path).Any()) != 1, keyword, path),
        "minimum" when IsA("number", value) => Fails(Number(value) < Number(rule), keyword, path),
        "exclusiveMinimum" when IsA("number", value) => Fails(Number(value) <= Number(rule), keyword, path),
        "maximum" when IsA("number", value) => Fails(Number(value) > Number(rule), keyword, path),
        "minItems" when value is JsonArray list => Fails(list.Count < Number(rule), keyword, path),
        "maxItems" when value is JsonArray list => Fails(list.Count > Number(rule), keyword, path),
        "minProperties" when value is JsonObject map => Fails(map.Count < Number(rule), keyword, path),
        "minLength" when IsA("string", value) => Fails(value!.GetValue<string>().Length < Number(rule), keyword, path),
        "maxLength" when IsA("string", value) => Fails(value!.GetValue<string>().Length > Number(rule), keyword, path),
        "pattern" when IsA("string", value) => Fails(!Regex.IsMatch(value!.GetValue<string>(), rule.GetValue<string>(), RegexOptions.None, TimeSpan.FromSeconds(1)), keyword, path),
        "required" or "properties" or "additionalProperties" or "items" or "minimum" or "exclusiveMinimum" or "maximum" or "minItems" or "maxItems"
            or "minProperties" or "minLength" or "maxLength" or "pattern" => [],
        _ => throw new NotSupportedException($"The schema uses '{keyword}', which this check does not know."),
    };

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Others(JsonObject rules, JsonObject map) =>
        map.Where(p => rules["properties"] is not JsonObject known || !known.ContainsKey(p.Key));

    private static string[] Fails(bool fails, string keyword, string path) => fails ? [$"{path}: {keyword}"] : [];

    private static bool IsA(string type, JsonNode? value) => (type, value?.GetValueKind()) switch
    {
        ("object", System.Text.Json.JsonValueKind.Object) or ("array", System.Text.Json.JsonValueKind.Array)
            or ("string", System.Text.Json.JsonValueKind.String) or ("number", System.Text.Json.JsonValueKind.Number)
            or ("boolean", System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False) => true,
        ("integer", System.Text.Json.JsonValueKind.Number) => Number(value) % 1 == 0,
        _ => false,
    };

    private static double Number(JsonNode? value) => double.Parse(value!.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture);
}
