using System.Text.Json;

namespace ArchOpt.Evaluation.Evaluators.Settings;

/// <summary>
/// Reads a JSON object of settings strictly: every setting is asked for once, and what is wrong or was never asked
/// for becomes an error. All errors are collected, so a person mends them in one go.
/// </summary>
internal sealed class SettingsReader
{
    private readonly Dictionary<string, JsonElement> values = new(StringComparer.Ordinal);
    private readonly SortedSet<string> asked = new(StringComparer.Ordinal);
    private readonly List<string> errors = [];

    private SettingsReader(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(string.IsNullOrWhiteSpace(json) ? "{}" : json);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                foreach (var property in document.RootElement.EnumerateObject()) values[property.Name] = property.Value.Clone();
            }
            else
            {
                errors.Add($"settings: must be a JSON object (was {document.RootElement.ValueKind}).");
            }
        }
        catch (JsonException e)
        {
            errors.Add($"settings: must be a JSON object: {e.Message}");
        }
    }

    /// <exception cref="EvaluatorSettingsException">Anything is wrong with the settings.</exception>
    public static T Read<T>(string json, Func<SettingsReader, T> read)
    {
        var reader = new SettingsReader(json);
        var result = read(reader);
        foreach (var name in reader.values.Keys.Where(name => !reader.asked.Contains(name)))
            reader.errors.Add($"settings.{name}: is not a setting of this evaluator; it has {string.Join(", ", reader.asked)}.");
        return reader.errors.Count == 0 ? result : throw new EvaluatorSettingsException(reader.errors);
    }

    /// <summary>A finite number for which the rule holds.</summary>
    public double Number(string name, double fallback, Func<double, bool> rule, string expectation) =>
        OptionalNumber(name, rule, expectation) ?? fallback;

    /// <summary>As <see cref="Number"/>, and null when it is absent or null.</summary>
    public double? OptionalNumber(string name, Func<double, bool> rule, string expectation)
    {
        if (!TryGet(name, out var element)) return null;
        if (element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var number) && double.IsFinite(number) && rule(number)) return number;
        Reject(name, expectation, element);
        return null;
    }

    public int Integer(string name, int fallback, Func<int, bool> rule, string expectation) =>
        (int)Number(name, fallback, value => value == Math.Truncate(value) && Math.Abs(value) <= int.MaxValue && rule((int)value), expectation);

    public bool Flag(string name, bool fallback) => OptionalFlag(name) ?? fallback;

    /// <summary>Null when it is absent or null.</summary>
    public bool? OptionalFlag(string name)
    {
        if (!TryGet(name, out var element)) return null;
        if (element.ValueKind is JsonValueKind.True or JsonValueKind.False) return element.GetBoolean();
        Reject(name, "must be true or false", element);
        return null;
    }

    /// <summary>Text that must be there and not be empty.</summary>
    public string Text(string name, string expectation)
    {
        if (!TryGet(name, out var element))
        {
            errors.Add($"settings.{name}: {expectation} (was absent).");
            return "";
        }

        if (element.ValueKind == JsonValueKind.String && element.GetString() is { Length: > 0 } text) return text;
        Reject(name, expectation, element);
        return "";
    }

    /// <summary>Text for which the rule holds; null when it is absent or null.</summary>
    public string? OptionalText(string name, Func<string, bool> rule, string expectation)
    {
        if (!TryGet(name, out var element)) return null;
        if (element.ValueKind == JsonValueKind.String && element.GetString() is { } text && rule(text)) return text;
        Reject(name, expectation, element);
        return null;
    }

    /// <summary>A table of numbers, row by row, for which the rule holds; null when it is absent or null.</summary>
    public double[][]? Rows(string name, Func<double[][], bool> rule, string expectation)
    {
        if (!TryGet(name, out var element)) return null;
        try
        {
            var rows = element.Deserialize<double[][]>();
            if (rows is not null && rows.All(row => row is not null && row.All(double.IsFinite)) && rule(rows)) return rows;
        }
        catch (JsonException)
        {
            // Not a table of numbers: the error below says what was expected and what was there.
        }

        Reject(name, expectation, element);
        return null;
    }

    public void Reject(string name, string message) => errors.Add($"settings.{name}: {message}");

    private void Reject(string name, string expectation, JsonElement element)
    {
        var raw = element.GetRawText();
        errors.Add($"settings.{name}: {expectation} (was {(raw.Length > 120 ? raw[..120] + "..." : raw)}).");
    }

    private bool TryGet(string name, out JsonElement element)
    {
        asked.Add(name);
        return values.TryGetValue(name, out element) && element.ValueKind != JsonValueKind.Null;
    }
}
