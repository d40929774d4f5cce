using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace ArchOpt.Studies.Definition.Shapes;

/// <summary>Shapes as JSON Schema.</summary>
internal static class ShapeSchema
{
    public static JsonObject Of(Shape shape) => shape switch
    {
        TextShape s => Text(s),
        ChoiceShape s => new() { ["enum"] = Array(s.Names) },
        NumberShape s => Number(s),
        FlagShape => new() { ["type"] = "boolean" },
        SwitchShape => new() { ["enum"] = new JsonArray(true, false, 1, 0) },
        DurationShape => new() { ["type"] = "string", ["pattern"] = Duration.Pattern },
        ValueShape => Reference("value"),
        ValuesShape => Reference("values"),
        ConfigurationShape => Reference("configuration"),
        SpaceShape => Reference("space"),
        ListShape s => List(s),
        MapShape s => new() { ["type"] = "object", ["minProperties"] = s.Min, ["additionalProperties"] = Of(s.Item) },
        ObjectShape s => Object(s.Fields),
        VariantShape s => VariantOf(s),
        _ => throw new InvalidOperationException($"Invariant: unknown shape {shape.GetType().Name}."),
    };

    /// <summary>The shapes that others refer to by name.</summary>
    public static JsonObject Definitions() => new()
    {
        ["value"] = new JsonObject { ["type"] = Array(["number", "string", "boolean"]), ["maxLength"] = ScalarCheck.MaxTextLength },
        ["values"] = new JsonObject
        {
            ["anyOf"] = new JsonArray(Reference("value"), new JsonObject { ["type"] = "array", ["items"] = Reference("value") }),
        },
        ["configuration"] = new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = new JsonObject
            {
                ["anyOf"] = new JsonArray(Reference("value"), new JsonObject { ["type"] = "array", ["items"] = Reference("configuration") }),
            },
        },
        ["space"] = new JsonObject { ["type"] = "object", ["minProperties"] = 1, ["additionalProperties"] = Reference("parameter") },
        ["parameter"] = Of(SpaceShapes.Parameter),
    };

    private static JsonObject Text(TextShape shape)
    {
        var schema = new JsonObject { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = shape.MaxLength };
        if (shape.Pattern is { } pattern) schema["pattern"] = pattern;
        return schema;
    }

    private static JsonObject Number(NumberShape shape)
    {
        var schema = new JsonObject { ["type"] = shape.Whole ? "integer" : "number" };
        if (double.IsFinite(shape.Low)) schema[shape.LowIsOpen ? "exclusiveMinimum" : "minimum"] = shape.Low;
        if (double.IsFinite(shape.High)) schema["maximum"] = shape.High;
        return schema;
    }

    private static JsonObject List(ListShape shape)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = Of(shape.Item) };
        if (shape.Min > 0) schema["minItems"] = shape.Min;
        if (shape.Max < int.MaxValue) schema["maxItems"] = shape.Max;
        return schema;
    }

    private static JsonObject Object(IEnumerable<Field> fields)
    {
        var (properties, required) = (new JsonObject(), new JsonArray());
        foreach (var field in fields)
        {
            var schema = Of(field.Shape);
            if (field.Description.Length > 0) schema["description"] = field.Description;
            properties[field.Name] = schema;
            if (field.Required) required.Add(field.Name);
        }

        return new() { ["type"] = "object", ["properties"] = properties, ["required"] = required, ["additionalProperties"] = false };
    }

    private static JsonObject VariantOf(VariantShape shape)
    {
        var variants = new JsonArray();
        foreach (var variant in shape.Variants)
        {
            var one = Object(variant.Fields.Insert(0, new(shape.Key, new ChoiceShape(shape.What, [variant.Name]), "", Required: true)));
            if (variant.Description.Length > 0) one["description"] = variant.Description;
            variants.Add(one);
        }

        return new() { ["type"] = "object", ["oneOf"] = variants };
    }

    private static JsonObject Reference(string name) => new() { ["$ref"] = "#/$defs/" + name };

    private static JsonArray Array(ImmutableArray<string> items) => [.. items.Select(item => (JsonNode)item)];
}
