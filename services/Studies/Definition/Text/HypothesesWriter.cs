using System.Collections.Immutable;
using System.Text.Json;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Hypotheses;
using ArchOpt.Studies.Definition.Shapes;

namespace ArchOpt.Studies.Definition.Text;

/// <summary>Writes hypotheses in canonical form: defaults spelt out, parameters of <c>within</c> in ordinal order.</summary>
internal static class HypothesesWriter
{
    public static void Write(Utf8JsonWriter writer, ImmutableArray<Hypothesis> hypotheses)
    {
        writer.WriteStartArray();
        foreach (var hypothesis in hypotheses) Write(writer, hypothesis);
        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, Hypothesis hypothesis)
    {
        writer.WriteStartObject();
        writer.WriteString("id", hypothesis.Id);
        writer.WriteString("statement", hypothesis.Statement);
        writer.WriteStartObject("compare");
        writer.WriteString("parameter", hypothesis.Parameter);
        writer.WriteEndObject();
        writer.WriteString("metric", hypothesis.Metric);
        if (!hypothesis.Within.IsEmpty) WriteWithin(writer, hypothesis.Within);
        writer.WriteStartObject("expect");
        writer.WritePropertyName("better");
        CanonicalJson.Write(writer, hypothesis.Better);
        writer.WritePropertyName("than");
        CanonicalJson.Write(writer, hypothesis.Than);
        writer.WriteEndObject();
        if (hypothesis.Maximize is { } maximize) writer.WriteString("goal", maximize ? "maximize" : "minimize");
        writer.WriteNumber("alpha", hypothesis.Alpha);
        writer.WriteNumber("minimum_effect", hypothesis.MinimumEffect);
        writer.WriteEndObject();
    }

    private static void WriteWithin(Utf8JsonWriter writer, ImmutableSortedDictionary<string, ParameterValue?> within)
    {
        writer.WriteStartObject("within");
        foreach (var (path, value) in within.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            writer.WritePropertyName(path);
            if (value is not { } some)
            {
                writer.WriteStringValue(HypothesisShapes.Each);
                continue;
            }

            var isLikeTheWord = some is { Kind: ParameterValueKind.Text, Text: HypothesisShapes.Each };
            if (isLikeTheWord) writer.WriteStartArray();
            CanonicalJson.Write(writer, some);
            if (isLikeTheWord) writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}
