using System.Collections.Immutable;
using System.Text.Json;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Studies.Definition.Text;

/// <summary>Writes parameters as a study file declares them; what has its default value is left out.</summary>
internal static class SpaceWriter
{
    public static void Write(Utf8JsonWriter writer, SearchSpace space)
    {
        writer.WriteStartObject();
        foreach (var parameter in space.Parameters)
        {
            writer.WriteStartObject(parameter.Name);
            Write(writer, parameter);
            if (parameter.When is { } when) Write(writer, when);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    public static void WriteRules(Utf8JsonWriter writer, SearchSpace space)
    {
        writer.WriteStartArray();
        foreach (var rule in space.Rules) writer.WriteStringValue(rule.Text);
        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, Parameter parameter)
    {
        switch (parameter)
        {
            case FloatParameter p:
                writer.WriteString("type", "float");
                writer.WriteNumber("low", p.Low);
                writer.WriteNumber("high", p.High);
                if (p.Log) writer.WriteBoolean("log", true);
                if (p.Step is { } step) writer.WriteNumber("step", step);
                break;
            case IntParameter p:
                writer.WriteString("type", "int");
                writer.WriteNumber("low", p.Low);
                writer.WriteNumber("high", p.High);
                if (p.Log) writer.WriteBoolean("log", true);
                if (p.Step != 1) writer.WriteNumber("step", p.Step);
                break;
            case OrdinalParameter p:
                writer.WriteString("type", "ordinal");
                Write(writer, "values", p.Values);
                break;
            case CategoricalParameter p:
                writer.WriteString("type", "categorical");
                Write(writer, "values", p.Values);
                break;
            case ConstantParameter p:
                writer.WriteString("type", "constant");
                writer.WritePropertyName("value");
                CanonicalJson.Write(writer, p.Value);
                break;
            case ListParameter p:
                writer.WriteString("type", "list");
                writer.WriteNumber("min", p.Min);
                writer.WriteNumber("max", p.Max);
                writer.WritePropertyName("of");
                Write(writer, p.Element);
                if (p.Element.Rules.IsEmpty) break;
                writer.WritePropertyName("rules");
                WriteRules(writer, p.Element);
                break;
            default:
                throw new InvalidOperationException($"Invariant: unknown kind of parameter {parameter.GetType().Name}.");
        }
    }

    private static void Write(Utf8JsonWriter writer, Condition condition)
    {
        writer.WriteStartObject("when");
        foreach (var clause in condition.Clauses) Write(writer, clause.Parameter, clause.Values);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string key, ImmutableArray<ParameterValue> values)
    {
        writer.WriteStartArray(key);
        foreach (var value in values) CanonicalJson.Write(writer, value);
        writer.WriteEndArray();
    }
}
