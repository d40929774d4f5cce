using System.Collections.Immutable;
using System.Text.Json;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Pruners;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Storage.Sqlite;

internal static partial class TrialDocument
{
    /// <param name="row">The columns beside the document.</param>
    /// <param name="document">UTF-8, as <see cref="Write(Trial)"/> wrote it.</param>
    /// <exception cref="JsonException">Not such a document.</exception>
    public static Trial Read(in TrialRow row, ReadOnlySpan<byte> document)
    {
        var reader = Begin(document);
        Configuration? configuration = null;
        var origin = TrialOrigin.Strategy;
        ImportSource? import = null;
        var reason = "";
        long basedOn = 0, seed = 0;
        DateTimeOffset created = default;
        TrialDiscard? discard = null;
        ImmutableArray<Attempt> attempts = [];
        while (NextProperty(ref reader, out var name))
        {
            switch (name)
            {
                case (byte)'c': configuration = ReadConfiguration(ref reader); break;
                case (byte)'o': origin = ReadEnum<TrialOrigin>(ref reader); break;
                case (byte)'i': import = ReadImport(ref reader); break;
                case (byte)'r': reason = reader.GetString()!; break;
                case (byte)'b': basedOn = reader.GetInt64(); break;
                case (byte)'s': seed = reader.GetInt64(); break;
                case (byte)'t': created = reader.GetDateTimeOffset(); break;
                case (byte)'d': discard = ReadDiscard(ref reader); break;
                case (byte)'a': attempts = ReadAttempts(ref reader, row.Published); break;
                default: throw Unknown(name);
            }
        }

        if (configuration is null || attempts.IsEmpty) throw new JsonException("The trial has no configuration or no attempts.");
        return new Trial
        {
            StudyId = row.StudyId,
            Number = row.Number,
            Revision = row.Revision,
            State = Enum.Parse<TrialState>(row.State),
            Configuration = configuration,
            Origin = origin,
            Import = import,
            Reason = reason,
            BasedOn = basedOn,
            Seed = seed,
            Created = created,
            Discarded = discard,
            Attempts = attempts,
        };
    }

    /// <exception cref="JsonException">Not an object of numbers.</exception>
    public static ImmutableSortedDictionary<string, double> ReadMetrics(ReadOnlySpan<byte> json)
    {
        var reader = Begin(json);
        return ReadMetrics(ref reader);
    }

    private static ImmutableArray<Attempt> ReadAttempts(ref Utf8JsonReader reader, int published)
    {
        var attempts = ImmutableArray.CreateBuilder<Attempt>(1);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            attempts.Add(ReadAttempt(ref reader, attempts.Count + 1));
        // The mark beside the document speaks of the current attempt only: see TrialWrite.MarkPublished.
        if (published == attempts.Count && published > 0) attempts[^1] = attempts[^1] with { Published = true };
        return attempts.DrainToImmutable();
    }

    private static Attempt ReadAttempt(ref Utf8JsonReader reader, int number)
    {
        var attempt = new AttemptFields();
        while (NextProperty(ref reader, out var name))
        {
            switch (name)
            {
                case (byte)'s': attempt.State = ReadEnum<AttemptState>(ref reader); break;
                case (byte)'q': attempt.Sequence = reader.GetInt64(); break;
                case (byte)'z': attempt.Seal = reader.GetString(); break;
                case (byte)'p': attempt.Published = reader.GetBoolean(); break;
                case (byte)'i': attempt.Queued = reader.GetDateTimeOffset(); break;
                case (byte)'b': attempt.Started = reader.GetDateTimeOffset(); break;
                case (byte)'e': attempt.Ended = reader.GetDateTimeOffset(); break;
                case (byte)'w': attempt.Worker = reader.GetString(); break;
                case (byte)'d': attempt.Duration = ReadNumber(ref reader); break;
                case (byte)'v': attempt.Values = ReadValues(ref reader); break;
                case (byte)'m': attempt.Metrics = ReadMetrics(ref reader); break;
                case (byte)'c': attempt.Curve = ReadCurve(ref reader); break;
                case (byte)'g': attempt.Training = ReadTraining(ref reader); break;
                case (byte)'x': attempt.Violation = ReadNumber(ref reader); break;
                case (byte)'f': attempt.Failure = ReadEnum<FailureKind>(ref reader); break;
                case (byte)'r': attempt.Reason = reader.GetString(); break;
                case (byte)'l': attempt.Log = reader.GetString(); break;
                default: throw Unknown(name);
            }
        }

        return attempt.Build(number);
    }

    private static ImportSource ReadImport(ref Utf8JsonReader reader)
    {
        reader.Read();
        var file = reader.GetString()!;
        reader.Read();
        var row = reader.GetInt64();
        if (!reader.Read() || reader.TokenType != JsonTokenType.EndArray) throw new JsonException("An import has a file and a row.");
        return new(file, row);
    }

    private static TrialDiscard ReadDiscard(ref Utf8JsonReader reader)
    {
        reader.Read();
        var reason = reader.GetString()!;
        reader.Read();
        var time = reader.GetDateTimeOffset();
        if (!reader.Read() || reader.TokenType != JsonTokenType.EndArray) throw new JsonException("A discard has a reason and a time.");
        return new(reason, time);
    }

    private static ImmutableArray<double> ReadValues(ref Utf8JsonReader reader)
    {
        var values = ImmutableArray.CreateBuilder<double>(1);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) values.Add(ReadNumber(ref reader));
        return values.DrainToImmutable();
    }

    private static ImmutableArray<LossPoint> ReadCurve(ref Utf8JsonReader reader)
    {
        var points = ImmutableArray.CreateBuilder<LossPoint>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var step = reader.GetInt64();
            reader.Read();
            points.Add(new(step, ReadNumber(ref reader)));
        }

        return points.DrainToImmutable();
    }

    private static TrainingSummary ReadTraining(ref Utf8JsonReader reader)
    {
        Span<long> steps = stackalloc long[3];
        foreach (ref var step in steps)
        {
            reader.Read();
            step = reader.GetInt64();
        }

        if (!reader.Read() || reader.TokenType != JsonTokenType.EndArray) throw new JsonException("A training has three numbers.");
        return new(steps[0], steps[1], steps[2]);
    }

    private static ImmutableSortedDictionary<string, double> ReadMetrics(ref Utf8JsonReader reader)
    {
        var metrics = ImmutableSortedDictionary.CreateBuilder<string, double>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            metrics[name] = ReadNumber(ref reader);
        }

        return metrics.ToImmutable();
    }

    private static double ReadNumber(ref Utf8JsonReader reader) => reader.TokenType != JsonTokenType.String
        ? reader.GetDouble()
        : reader.GetString() switch
        {
            NaN => double.NaN,
            PositiveInfinity => double.PositiveInfinity,
            NegativeInfinity => double.NegativeInfinity,
            var text => throw new JsonException($"'{text}' is not a number."),
        };

    private static Configuration ReadConfiguration(ref Utf8JsonReader reader)
    {
        using var json = JsonDocument.ParseValue(ref reader);
        return CanonicalJson.Read(json.RootElement);
    }

    private static T ReadEnum<T>(ref Utf8JsonReader reader)
        where T : struct, Enum => Enum.Parse<T>(reader.GetString()!);

    private static Utf8JsonReader Begin(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        return reader;
    }

    /// <summary>Moves to the next property's value; false at the end of the object.</summary>
    private static bool NextProperty(ref Utf8JsonReader reader, out byte name)
    {
        name = 0;
        if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName) return false;
        if (reader.ValueSpan.Length == 1) name = reader.ValueSpan[0];
        return reader.Read();
    }

    private static JsonException Unknown(byte name) => new($"Unknown property '{(char)name}'.");

    /// <summary>An attempt in the making: one object for the record instead of a copy for every property.</summary>
    private struct AttemptFields()
    {
        public AttemptState State;
        public long? Sequence;
        public string? Seal;
        public bool Published;
        public DateTimeOffset Queued;
        public DateTimeOffset? Started;
        public DateTimeOffset? Ended;
        public string? Worker;
        public double? Duration;
        public ImmutableArray<double> Values = [];
        public ImmutableSortedDictionary<string, double> Metrics = ImmutableSortedDictionary<string, double>.Empty;
        public ImmutableArray<LossPoint> Curve = [];
        public TrainingSummary? Training;
        public double Violation;
        public FailureKind? Failure;
        public string? Reason;
        public string? Log;

        public readonly Attempt Build(int number) => new()
        {
            Number = number,
            State = State,
            Sequence = Sequence,
            Seal = Seal,
            Published = Published,
            Queued = Queued,
            Started = Started,
            Ended = Ended,
            Worker = Worker,
            DurationSeconds = Duration,
            Values = Values,
            Metrics = Metrics,
            Curve = Curve,
            Training = Training,
            Violation = Violation,
            Failure = Failure,
            Reason = Reason,
            Log = Log,
        };
    }
}

/// <summary>The columns of a trial beside its document.</summary>
internal readonly record struct TrialRow(string StudyId, long Number, long Revision, string State, int Published);
