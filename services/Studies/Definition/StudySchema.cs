using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ArchOpt.Studies.Definition.Shapes;

namespace ArchOpt.Studies.Definition;

/// <summary>
/// The study file as JSON Schema (draft 2020-12), for completion and checking in editors. It is generated from the tables
/// that the reader checks with; what relates two places of a file only the reader knows.
/// </summary>
public static class StudySchema
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Json()
    {
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "ArchOpt study",
        };
        foreach (var (key, value) in ShapeSchema.Of(StudyShape.Root)) schema[key] = value?.DeepClone();
        schema["$defs"] = ShapeSchema.Definitions();
        return schema.ToJsonString(Indented);
    }
}
