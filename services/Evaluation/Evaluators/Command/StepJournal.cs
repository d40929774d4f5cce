using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Evaluation.Evaluators.Command;

/// <summary>
/// The steps that a trial's attempts have reported, in a file. An attempt that goes on from a checkpoint reports only the
/// steps behind it; those before come from here, so that whoever judges the learning curve sees the undisturbed one. A
/// last line that a killed worker left unfinished is ignored. One thread at a time.
/// </summary>
internal sealed class StepJournal : IDisposable
{
    private const long MostBytes = 64L << 20;

    private readonly FileStream file;

    /// <exception cref="IOException">The file cannot be opened.</exception>
    public StepJournal(string path) => file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);

    /// <summary>
    /// What was reported before the step with which an attempt begins. The attempt has started over when that is not
    /// behind the first step known: then nothing is left of the earlier ones.
    /// </summary>
    /// <param name="first">The attempt's first step; null when it reports none although it ends well: it had nothing left to do.</param>
    public ImmutableArray<StepMetrics> Resume(long? first)
    {
        var (steps, end) = Read(first ?? long.MaxValue);
        file.SetLength(end);
        file.Position = end;
        return steps;
    }

    public void Append(StepMetrics step)
    {
        if (file.Position > MostBytes) return; // a curve that long is judged by its end
        var line = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteNumber("step", step.Step);
            json.WriteStartObject("metrics");
            foreach (var (name, value) in step.Metrics)
            {
                if (double.IsFinite(value)) json.WriteNumber(name, value);
                else json.WriteString(name, double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        line.Write("\n"u8);
        file.Write(line.WrittenSpan);
        file.Flush();
    }

    public void Dispose() => file.Dispose();

    /// <summary>The steps before one, and where in the file they end.</summary>
    private (ImmutableArray<StepMetrics> Steps, long End) Read(long before)
    {
        file.Position = 0;
        var content = new byte[file.Length];
        file.ReadExactly(content);
        var steps = ImmutableArray.CreateBuilder<StepMetrics>();
        var end = 0;
        while (end < content.Length && content.AsSpan(end).IndexOf((byte)'\n') is >= 0 and var length)
        {
            if (Parse(content.AsMemory(end, length)) is not { } step || step.Step >= before) break;
            steps.Add(step);
            end += length + 1;
        }

        return (steps.ToImmutable(), end);
    }

    private static StepMetrics? Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var metrics = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
            foreach (var metric in document.RootElement.GetProperty("metrics").EnumerateObject())
            {
                if (metric.Value.ValueKind == JsonValueKind.Number) metrics[metric.Name] = metric.Value.GetDouble();
                else if (MetricNumbers.IsWord(metric.Value.GetString() ?? "", out var number)) metrics[metric.Name] = number;
            }

            return new(document.RootElement.GetProperty("step").GetInt64(), metrics.ToImmutable());
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null; // torn by a crash of the machine: what follows cannot be trusted either
        }
    }
}
