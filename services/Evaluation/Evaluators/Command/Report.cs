using System.Collections.Immutable;
using System.Text.Json;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Evaluation.Evaluators.Command;

/// <summary>What one line of a program's output reports.</summary>
internal sealed record Report
{
    private const string Opening = "{\"archopt\"";
    private const int LongestReason = 1_000;

    public StepMetrics? Step { get; init; }

    /// <summary>The result of the run.</summary>
    public ImmutableSortedDictionary<string, double>? Final { get; init; }

    /// <summary>Metrics that belong to no step and are no declared result: a pattern found them.</summary>
    public ImmutableSortedDictionary<string, double>? Printed { get; init; }

    /// <summary>Why the configuration can never work.</summary>
    public string? Infeasible { get; init; }

    /// <summary>Metrics that are no numbers, and what they are: <c>'note' (a string)</c>.</summary>
    public ImmutableArray<string> Ignored { get; init; } = [];

    /// <summary>Why the line reports nothing although it looks like a report; null when it is one.</summary>
    public string? Mistake { get; init; }

    /// <summary>Null when the line is ordinary output: only lines that begin with <c>{"archopt"</c>, after white space, report.</summary>
    public static Report? Parse(string line)
    {
        var text = line.AsSpan().Trim();
        if (!text.StartsWith(Opening, StringComparison.Ordinal)) return null;
        try
        {
            return Read(text.ToString());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter: half of a surrogate pair
        {
            return new() { Mistake = $"is not JSON: {e.Message}" };
        }
    }

    private static Report Read(string json)
    {
        using var document = Document(json);
        if (!document.RootElement.TryGetProperty("archopt", out var body) || body.ValueKind != JsonValueKind.Object)
            return new() { Mistake = "must be {\"archopt\": {...}}" };
        var ignored = ImmutableArray.CreateBuilder<string>();
        var report = new Report();
        if (body.TryGetProperty("step", out var step))
        {
            if (step.ValueKind != JsonValueKind.Number || !step.TryGetDouble(out var number) || number != Math.Floor(number) || number is < 0 or > 9_007_199_254_740_992)
                return new() { Mistake = $"step must be a whole number >= 0 (was {Shortened(step)})" };
            if (!body.TryGetProperty("metrics", out var metrics) || metrics.ValueKind != JsonValueKind.Object)
                return new() { Mistake = "a step needs metrics: {\"archopt\":{\"step\":3,\"metrics\":{\"val_cost\":0.512}}}" };
            report = report with { Step = new((long)number, Metrics(metrics, ignored)) };
        }

        if (body.TryGetProperty("final", out var final))
        {
            if (final.ValueKind != JsonValueKind.Object) return new() { Mistake = $"final must be an object of metrics (was {Shortened(final)})" };
            report = report with { Final = Metrics(final, ignored) };
        }

        if (body.TryGetProperty("infeasible", out var reason)) report = report with { Infeasible = Reason(reason) };
        if (report is { Step: null, Final: null, Infeasible: null }) return new() { Mistake = "must have step, final or infeasible" };
        return report with { Ignored = ignored.ToImmutable() };
    }

    private static JsonDocument Document(string json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            // Python's json writes NaN as a bare word; what is wrong otherwise is wrong after this as well.
            return JsonDocument.Parse(MetricNumbers.Quoted(json));
        }
    }

    private static ImmutableSortedDictionary<string, double> Metrics(JsonElement metrics, ImmutableArray<string>.Builder ignored)
    {
        var numbers = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        foreach (var metric in metrics.EnumerateObject())
        {
            if (Number(metric.Value) is { } number) numbers[metric.Name] = number;
            else ignored.Add($"'{metric.Name}' (was {Shortened(metric.Value)})");
        }

        return numbers.ToImmutable();
    }

    private static double? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetDouble(out var number) => number,
        JsonValueKind.String when MetricNumbers.IsWord(value.GetString()!, out var number) => number,
        _ => null,
    };

    private static string Reason(JsonElement reason)
    {
        var text = reason.ValueKind == JsonValueKind.String ? reason.GetString()! : reason.GetRawText();
        if (string.IsNullOrWhiteSpace(text)) text = "The program reports the configuration as infeasible.";
        return text.Length <= LongestReason ? text : text[..LongestReason];
    }

    private static string Shortened(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= 40 ? text : text[..40] + "...";
    }
}
