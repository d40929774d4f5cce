using System.Globalization;
using System.Text;
using System.Text.Json;
using ArchOpt.Studies.Import.Columns;

namespace ArchOpt.Studies.Import.Files;

/// <summary>How one tool writes a trial in JSON.</summary>
internal interface IJsonDialect
{
    ImportFormat Format { get; }

    void Read(JsonElement trial, TrialSink sink);
}

internal static class Dialects
{
    /// <summary>By the members that only one tool writes; what nobody's are is a flat object, as a row of a table is.</summary>
    public static IJsonDialect Of(JsonElement trial, ImportFormat? asked)
    {
        if (asked == ImportFormat.Optuna || (asked is null && Has(trial, "params") && (Has(trial, "value") || Has(trial, "values") || Has(trial, "user_attrs")))) return new OptunaDialect();
        if (asked == ImportFormat.Wandb || (asked is null && Has(trial, "config") && (HasAny(trial, WandbDialect.Summaries) || Has(trial, "state")))) return new WandbDialect();
        return Has(trial, "configuration") ? new OurDialect() : new FlatDialect();
    }

    public static bool HasAny(JsonElement trial, ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Has(trial, name)) return true;
        }

        return false;
    }

    /// <summary>An object; W&amp;B's API has some of them as text that holds the JSON.</summary>
    public static JsonElement? Object(JsonElement trial, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (!trial.TryGetProperty(name, out var value)) continue;
            if (value.ValueKind == JsonValueKind.Object) return value;
            if (value.ValueKind == JsonValueKind.String && value.GetString() is ['{', ..] text && Inner(text) is { } inner) return inner;
        }

        return null;
    }

    private static bool Has(JsonElement trial, string name) => trial.TryGetProperty(name, out _);

    private static JsonElement? Inner(string text)
    {
        try
        {
            using var document = LenientJson.Parse(Encoding.UTF8.GetBytes(text));
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null; // then it is a text like any other, and the member counts as missing
        }
    }
}

/// <summary>Our own: a trial as HTTP and <c>trials.json</c> show it. Its configuration says what is a parameter, its metrics what is a metric.</summary>
internal sealed class OurDialect : IJsonDialect
{
    public ImportFormat Format => ImportFormat.Json;

    public void Read(JsonElement trial, TrialSink sink)
    {
        foreach (var property in trial.EnumerateObject())
        {
            switch (property.Name)
            {
                case "configuration" when property.Value.ValueKind == JsonValueKind.Object:
                    foreach (var (path, value) in JsonCells.Flatten(property.Value)) sink.Put(new(null, ColumnRole.Parameter, path), path, value);
                    break;
                case "metrics" when property.Value.ValueKind == JsonValueKind.Object:
                    foreach (var metric in property.Value.EnumerateObject().Where(metric => LenientJson.Number(metric.Value) is not null))
                        sink.Put(new(null, ColumnRole.Metric, ColumnNames.Metric(metric.Name)), metric.Name, metric.Value);
                    break;
                case "values" when property.Value.ValueKind == JsonValueKind.Array:
                    OptunaDialect.Values(property.Value, sink);
                    break;
                case "value":
                    sink.Put(new(null, ColumnRole.Objective, "value"), "value", property.Value);
                    break;
                case "durationSeconds":
                    sink.Field(TrialField.Duration, property.Name, property.Value);
                    break;
                case "number" or "name" or "state" or "seed" or "worker" or "started" or "error":
                    sink.Field(Enum.Parse<TrialField>(property.Name, ignoreCase: true), property.Name, property.Value);
                    break;
                default:
                    break;
            }
        }
    }
}

/// <summary>A row of a table as an object.</summary>
internal sealed class FlatDialect : IJsonDialect
{
    public ImportFormat Format => ImportFormat.Json;

    public void Read(JsonElement trial, TrialSink sink)
    {
        foreach (var (path, value) in JsonCells.Flatten(trial)) sink.Named(path, value);
    }
}

/// <summary>A frozen trial of Optuna.</summary>
internal sealed class OptunaDialect : IJsonDialect
{
    private const string Forced = "forced_";

    public ImportFormat Format => ImportFormat.Optuna;

    public void Read(JsonElement trial, TrialSink sink)
    {
        foreach (var property in trial.EnumerateObject())
        {
            switch (property.Name)
            {
                case "number" or "state":
                case "trial_id" or "_trial_id" when !trial.TryGetProperty("number", out _):
                    sink.Field(property.Name == "state" ? TrialField.State : TrialField.Number, property.Name, property.Value);
                    break;
                case "params" when property.Value.ValueKind == JsonValueKind.Object:
                    foreach (var (path, value) in JsonCells.Flatten(property.Value)) sink.Parameter(path, value);
                    break;
                case "user_attrs" when property.Value.ValueKind == JsonValueKind.Object:
                    foreach (var (path, value) in JsonCells.Flatten(property.Value)) Attribute(path, value, sink);
                    break;
                case "value":
                    sink.Put(new(null, ColumnRole.Objective, "value"), "value", property.Value);
                    break;
                case "values" when property.Value.ValueKind == JsonValueKind.Array:
                    Values(property.Value, sink);
                    break;
                case "datetime_start" or "datetime_complete" or "duration":
                    sink.Field(KnownColumns.Of(property.Name)!.Value, property.Name, property.Value);
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>One value is <c>value</c>; several are <c>value_0</c>, <c>value_1</c>, ...</summary>
    public static void Values(JsonElement values, TrialSink sink)
    {
        var count = values.GetArrayLength();
        for (var i = 0; i < count; i++)
        {
            var name = count == 1 ? "value" : string.Create(CultureInfo.InvariantCulture, $"value_{i}");
            sink.Put(new(null, ColumnRole.Objective, name), name, values[i]);
        }
    }

    /// <summary>Parameters that were forced upon the trial, its duration and seed, or a metric; texts and curves are none of these.</summary>
    private static void Attribute(string path, JsonElement value, TrialSink sink)
    {
        if (path.StartsWith(Forced, StringComparison.Ordinal) && path.Length > Forced.Length)
        {
            sink.Put(sink.Names.OfParameter(path[Forced.Length..]) is { Role: ColumnRole.Parameter } forced ? forced with { Role = ColumnRole.Forced } : sink.Names.OfParameter(path[Forced.Length..]), path, value);
            return;
        }

        var meaning = sink.Names.Of(path);
        if (meaning.Field is TrialField.Duration or TrialField.Seed or TrialField.Worker or TrialField.Error) sink.Put(meaning, path, value);
        else if (meaning.Role == ColumnRole.Parameter || LenientJson.Number(value) is not null)
            sink.Put(meaning.Role == ColumnRole.Parameter ? meaning : new(null, ColumnRole.Metric, ColumnNames.Metric(path)), path, value);
    }
}

/// <summary>A run of Weights and Biases: <c>config</c> are parameters, <c>summary</c> are metrics, and keys that start with <c>_</c> are its own.</summary>
internal sealed class WandbDialect : IJsonDialect
{
    public static readonly string[] Summaries = ["summary", "summary_metrics", "summaryMetrics"];

    public ImportFormat Format => ImportFormat.Wandb;

    public void Read(JsonElement trial, TrialSink sink)
    {
        foreach (var property in trial.EnumerateObject())
        {
            var field = property.Name switch
            {
                "name" or "displayName" or "display_name" => TrialField.Name,
                "id" => TrialField.Number,
                "state" => TrialField.State,
                "created_at" or "createdAt" => TrialField.Started,
                "host" => TrialField.Worker,
                _ => default(TrialField?),
            };
            if (field is { } known) sink.Field(known, property.Name, property.Value);
        }

        if (Dialects.Object(trial, "config", "json_config") is { } config)
        {
            foreach (var entry in config.EnumerateObject().Where(entry => !entry.Name.StartsWith('_')))
            {
                foreach (var (path, value) in JsonCells.Flatten(entry.Name, Unwrapped(entry.Value))) sink.Parameter(path, value);
            }
        }

        if (Dialects.Object(trial, Summaries) is not { } summary) return;
        foreach (var (path, value) in JsonCells.Flatten(summary))
        {
            if (path == "_runtime") sink.Field(TrialField.Duration, path, value);
            else if (!path.StartsWith('_') && !path.Contains("._", StringComparison.Ordinal) && LenientJson.Number(value) is not null)
                sink.Put(new(null, ColumnRole.Metric, ColumnNames.Metric(path)), path, value);
        }
    }

    /// <summary><c>{"value": 0.1, "desc": null}</c> is 0.1.</summary>
    private static JsonElement Unwrapped(JsonElement value) => value.ValueKind == JsonValueKind.Object && value.TryGetProperty("value", out var inner)
        && value.EnumerateObject().All(member => member.Name is "value" or "desc") ? inner : value;
}
