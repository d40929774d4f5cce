using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Storage.Sqlite;

/// <summary>
/// A trial as a compact JSON text. What the table has as columns (study, number, revision, state) is not repeated;
/// what has its default is left out; names are one letter, because there are hundreds of thousands of documents:
/// <code>
/// trial:   c configuration (canonical)   o origin   r reason   b based on   s seed   t created   a attempts
///          i imported from: file, row             d discarded: reason, time
/// attempt: s state   q sequence   z seal   p published   i queued   b started   e ended   w worker
///          d duration in seconds   v values   m metrics   x violation   f failure   r reason
///          c curve: step, loss, step, loss, ...
///          g training: best step, last step, saved steps   l log
/// </code>
/// An attempt's number is its place in the list. NaN and infinities are the strings NaN, Infinity and -Infinity.
/// </summary>
internal static partial class TrialDocument
{
    private const string NaN = "NaN";
    private const string PositiveInfinity = "Infinity";
    private const string NegativeInfinity = "-Infinity";

    private static readonly JsonWriterOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // never goes into HTML unescaped; readable for who looks into the file
        SkipValidation = true,
    };

    /// <summary>The document as UTF-8.</summary>
    public static byte[] Write(Trial trial) => Write(trial, static (writer, trial) =>
    {
        writer.WriteStartObject();
        writer.WritePropertyName("c"u8);
        Search.Configurations.CanonicalJson.Write(writer, trial.Configuration);
        if (trial.Origin != default) writer.WriteString("o"u8, trial.Origin.ToString());
        if (trial.Import is { } import) WriteImport(writer, import);
        if (trial.Reason.Length > 0) writer.WriteString("r"u8, trial.Reason);
        if (trial.BasedOn != 0) writer.WriteNumber("b"u8, trial.BasedOn);
        if (trial.Seed != 0) writer.WriteNumber("s"u8, trial.Seed);
        writer.WriteString("t"u8, trial.Created);
        if (trial.Discarded is { } discard) WriteDiscard(writer, discard);
        writer.WriteStartArray("a"u8);
        foreach (var attempt in trial.Attempts) Write(writer, attempt);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    /// <summary>Named numbers as a JSON object in UTF-8, in the same dialect.</summary>
    public static byte[] WriteMetrics(IReadOnlyDictionary<string, double> metrics) => Write(metrics, WriteMetrics);

    private static void Write(Utf8JsonWriter writer, Attempt attempt)
    {
        writer.WriteStartObject();
        writer.WriteString("s"u8, attempt.State.ToString());
        if (attempt.Sequence is { } sequence) writer.WriteNumber("q"u8, sequence);
        if (attempt.Seal is { } seal) writer.WriteString("z"u8, seal);
        if (attempt.Published) writer.WriteBoolean("p"u8, value: true);
        writer.WriteString("i"u8, attempt.Queued);
        if (attempt.Started is { } started) writer.WriteString("b"u8, started);
        if (attempt.Ended is { } ended) writer.WriteString("e"u8, ended);
        if (attempt.Worker is { } worker) writer.WriteString("w"u8, worker);
        if (attempt.DurationSeconds is { } duration) WriteNumber(writer, "d", duration);
        if (!attempt.Values.IsDefaultOrEmpty) WriteValues(writer, attempt);
        if (!attempt.Metrics.IsEmpty)
        {
            writer.WritePropertyName("m"u8);
            WriteMetrics(writer, attempt.Metrics);
        }

        if (!attempt.Curve.IsDefaultOrEmpty) WriteCurve(writer, attempt);
        if (attempt.Training is { } training) WriteTraining(writer, training);
        if (attempt.Violation != 0) WriteNumber(writer, "x", attempt.Violation);
        if (attempt.Failure is { } failure) writer.WriteString("f"u8, failure.ToString());
        if (attempt.Reason is { } reason) writer.WriteString("r"u8, reason);
        if (attempt.Log is { } log) writer.WriteString("l"u8, log);
        writer.WriteEndObject();
    }

    private static void WriteImport(Utf8JsonWriter writer, ImportSource import)
    {
        writer.WriteStartArray("i"u8);
        writer.WriteStringValue(import.File);
        writer.WriteNumberValue(import.Row);
        writer.WriteEndArray();
    }

    private static void WriteDiscard(Utf8JsonWriter writer, TrialDiscard discard)
    {
        writer.WriteStartArray("d"u8);
        writer.WriteStringValue(discard.Reason);
        writer.WriteStringValue(discard.Time);
        writer.WriteEndArray();
    }

    private static void WriteValues(Utf8JsonWriter writer, Attempt attempt)
    {
        writer.WriteStartArray("v"u8);
        foreach (var value in attempt.Values) WriteNumber(writer, value);
        writer.WriteEndArray();
    }

    private static void WriteCurve(Utf8JsonWriter writer, Attempt attempt)
    {
        writer.WriteStartArray("c"u8);
        foreach (var (step, loss) in attempt.Curve)
        {
            writer.WriteNumberValue(step);
            WriteNumber(writer, loss);
        }

        writer.WriteEndArray();
    }

    private static void WriteTraining(Utf8JsonWriter writer, TrainingSummary training)
    {
        writer.WriteStartArray("g"u8);
        writer.WriteNumberValue(training.BestStep);
        writer.WriteNumberValue(training.LastStep);
        writer.WriteNumberValue(training.SavedSteps);
        writer.WriteEndArray();
    }

    private static void WriteMetrics(Utf8JsonWriter writer, IReadOnlyDictionary<string, double> metrics)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in metrics) WriteNumber(writer, name, value);
        writer.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, double value)
    {
        writer.WritePropertyName(name);
        WriteNumber(writer, value);
    }

    private static void WriteNumber(Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value)) writer.WriteNumberValue(value);
        else if (double.IsNaN(value)) writer.WriteStringValue(NaN);
        else writer.WriteStringValue(value > 0 ? PositiveInfinity : NegativeInfinity);
    }

    private static byte[] Write<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Compact)) write(writer, value);
        return buffer.WrittenSpan.ToArray();
    }
}
