using System.Text.Json;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Studies.Definition.Text;

/// <summary>Writes where a study's trials come from and what is expected of them.</summary>
internal static class LineageWriter
{
    public static void Write(Utf8JsonWriter writer, StudyLineage lineage)
    {
        writer.WriteStartObject();
        writer.WriteString("study", lineage.Study);
        writer.WriteNumber("champion", lineage.Champion);
        writer.WriteNumber("value", lineage.Value);
        Array(writer, "phases", lineage.Phases, phase =>
        {
            writer.WriteString("name", phase.Name);
            Array(writer, "sets", phase.Sets, set => Write(writer, set));
        });
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, LineageSet set)
    {
        writer.WriteString("id", set.Id);
        writer.WriteString("name", set.Name);
        writer.WriteNumber("base", set.Base);
        writer.WriteNumber("value", set.Value);
        if (set.Configuration is { } configuration)
        {
            writer.WritePropertyName("configuration");
            CanonicalJson.Write(writer, configuration);
        }

        Array(writer, "trials", set.Trials, trial =>
        {
            writer.WriteString("id", trial.Id);
            writer.WriteString("reason", trial.Reason);
        });
        if (set.Expectations.IsEmpty) return;
        Array(writer, "expectations", set.Expectations, expectation =>
        {
            writer.WriteString("if", expectation.If);
            writer.WriteString("then", expectation.Then);
            Texts(writer, "better", expectation.Better);
            if (!expectation.Than.IsEmpty) Texts(writer, "than", expectation.Than);
        });
    }

    private static void Array<T>(Utf8JsonWriter writer, string key, IEnumerable<T> items, Action<T> write)
    {
        writer.WriteStartArray(key);
        foreach (var item in items)
        {
            writer.WriteStartObject();
            write(item);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Texts(Utf8JsonWriter writer, string key, IEnumerable<string> texts)
    {
        writer.WriteStartArray(key);
        foreach (var text in texts) writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
