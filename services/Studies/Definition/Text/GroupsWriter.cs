using System.Text.Json;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Groups;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Studies.Definition.Text;

/// <summary>
/// Writes the plan of a study's groups, spelt out. Budgets and inheritance stand there only where the strategy goes by them: the
/// reader refuses them elsewhere.
/// </summary>
internal static class GroupsWriter
{
    public static void Write(Utf8JsonWriter writer, GroupPlan plan, StrategyReference strategy)
    {
        var isProgressive = StrategyCatalogue.Find(strategy.Name) is { IsProgressive: true };
        writer.WriteStartObject();
        writer.WriteString("parameter", plan.Parameter);
        writer.WriteStartArray("plan");
        foreach (var group in plan.Groups)
        {
            writer.WriteStartObject();
            writer.WritePropertyName("group");
            CanonicalJson.Write(writer, group.Value);
            if (isProgressive) WriteProgress(writer, plan, group);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteProgress(Utf8JsonWriter writer, GroupPlan plan, ModelGroup group)
    {
        if (group.Trials is { } trials) writer.WriteNumber("trials", trials);
        writer.WriteStartArray("from");
        foreach (var source in plan.Groups.Where(other => group.From.Contains(other.Name))) CanonicalJson.Write(writer, source.Value);
        writer.WriteEndArray();
    }
}
