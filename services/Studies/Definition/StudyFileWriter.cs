using System.Collections.Immutable;
using System.Text.Json;
using ArchOpt.Search.Configurations;
using ArchOpt.Studies.Definition.Text;

namespace ArchOpt.Studies.Definition;

/// <summary>
/// Writes definitions in the form that <see cref="StudyFile"/> reads back to an equal one. Everything is resolved: defaults
/// are written out, so the text means the same to a later version whose defaults differ.
/// </summary>
public static class StudyFileWriter
{
    /// <summary>Canonical JSON: keys in a fixed order, no white space. Definitions are equal exactly when these texts are.</summary>
    public static string Write(StudyDefinition definition) => CanonicalText.Of(writer =>
    {
        writer.WriteStartObject();
        foreach (var (key, json) in Sections(definition))
        {
            writer.WritePropertyName(key);
            writer.WriteRawValue(json);
        }

        writer.WriteEndObject();
    });

    /// <summary>The same as YAML for people.</summary>
    public static string ToYaml(StudyDefinition definition)
    {
        using var document = JsonDocument.Parse(Write(definition), new JsonDocumentOptions { MaxDepth = TextLimits.Depth });
        return YamlText.Write(document.RootElement);
    }

    /// <summary>The top-level keys in order, each with its canonical JSON; empty sections are left out.</summary>
    internal static IEnumerable<KeyValuePair<string, string>> Sections(StudyDefinition study)
    {
        yield return Section("study", w => w.WriteStringValue(study.Name));
        yield return Section("objectives", w => Array(w, study.Objectives, Write));
        yield return Section("evaluator", w => Write(w, study.Evaluator));
        yield return Section("space", w => SpaceWriter.Write(w, study.Space));
        if (!study.Space.Rules.IsEmpty) yield return Section("rules", w => SpaceWriter.WriteRules(w, study.Space));
        if (study.Groups is { } groups) yield return Section("groups", w => GroupsWriter.Write(w, groups, study.Strategy));
        if (!study.Constraints.IsEmpty) yield return Section("constraints", w => Array(w, study.Constraints, Write));
        yield return Section("strategy", w => Write(w, study.Strategy));
        if (!study.Initial.IsEmpty) yield return Section("initial", w => Array(w, study.Initial, CanonicalJson.Write));
        if (study.Pruner is { } pruner) yield return Section("pruner", w => Write(w, pruner));
        if (study.Stopping is { } stopping) yield return Section("stopping", w => Write(w, stopping));
        if (!study.Replicates.IsEmpty) yield return Section("replicates", w => Array(w, study.Replicates, static (writer, seed) => writer.WriteNumberValue(seed)));
        if (!study.Hypotheses.IsEmpty) yield return Section("hypotheses", w => HypothesesWriter.Write(w, study.Hypotheses));
        if (study.Parent is { } parent) yield return Section("parent", w => LineageWriter.Write(w, parent));
        yield return Section("budget", w => Write(w, study.Budget));
        yield return Section("seed", w => w.WriteNumberValue(study.Seed));
    }

    private static KeyValuePair<string, string> Section(string key, Action<Utf8JsonWriter> write) => new(key, CanonicalText.Of(write));

    private static void Array<T>(Utf8JsonWriter writer, ImmutableArray<T> items, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartArray();
        foreach (var item in items) write(writer, item);
        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, Objective objective)
    {
        writer.WriteStartObject();
        writer.WriteString("metric", objective.Metric);
        writer.WriteString("goal", objective.Goal == Goal.Minimize ? "minimize" : "maximize");
        if (!objective.Thresholds.IsEmpty) Numbers(writer, "thresholds", objective.Thresholds);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, EvaluatorReference evaluator)
    {
        writer.WriteStartObject();
        writer.WriteString("name", evaluator.Name);
        // Left out where it says nothing: what was written before there were classes keeps its identity.
        if (evaluator.ResourceClass != EvaluatorReference.DefaultResourceClass) writer.WriteString("resource", evaluator.ResourceClass);
        writer.WritePropertyName("settings");
        writer.WriteRawValue(evaluator.Settings);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Constraint constraint)
    {
        writer.WriteStartObject();
        writer.WriteString("metric", constraint.Metric);
        if (constraint.Min is { } min) writer.WriteNumber("min", min);
        if (constraint.Max is { } max) writer.WriteNumber("max", max);
        writer.WriteString("mode", constraint.Mode == ConstraintMode.Soft ? "soft" : "hard");
        if (constraint.Mode == ConstraintMode.Soft)
        {
            writer.WriteNumber("tau", constraint.Tau);
            writer.WriteString("scale", constraint.Scale == SoftScale.Absolute ? "absolute" : "relative");
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, StrategyReference strategy)
    {
        writer.WriteStartObject();
        writer.WriteString("name", strategy.Name);
        StrategySettingsWriter.Write(writer, strategy);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, PrunerReference pruner)
    {
        writer.WriteStartObject();
        writer.WriteString("name", pruner.Name);
        Numbers(writer, "settings", pruner.Settings);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, StoppingPolicy stopping)
    {
        writer.WriteStartObject();
        writer.WriteNumber("patience", stopping.Patience);
        writer.WriteNumber("min_epochs", stopping.MinEpochs);
        writer.WriteNumber("max_epochs", stopping.MaxEpochs);
        writer.WriteNumber("min_delta", stopping.MinDelta);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Budget budget)
    {
        writer.WriteStartObject();
        if (budget.Trials is { } trials) writer.WriteNumber("trials", trials);
        writer.WriteNumber("parallelism", budget.Parallelism);
        if (budget.Time is { } time) writer.WriteString("time", Duration.Format(time));
        if (budget.Failures is { } failures) writer.WriteNumber("failures", failures);
        writer.WriteEndObject();
    }

    private static void Numbers(Utf8JsonWriter writer, string key, ImmutableSortedDictionary<string, double> numbers)
    {
        writer.WriteStartObject(key);
        foreach (var (name, value) in numbers) writer.WriteNumber(name, value);
        writer.WriteEndObject();
    }
}
