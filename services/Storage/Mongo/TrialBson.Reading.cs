using System.Collections.Immutable;
using System.Globalization;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Pruners;
using ArchOpt.Studies.Trials;
using MongoDB.Bson;
using MongoDB.Bson.IO;

namespace ArchOpt.Storage.Mongo;

internal static partial class TrialBson
{
    /// <summary>A trial from its whole document, without a tree in between: a study may have a hundred thousand.</summary>
    /// <exception cref="FormatException">Not such a document; or another of the driver's exceptions that say so.</exception>
    public static Trial Read(RawBsonDocument document)
    {
        using var stream = new ByteBufferStream(document.Slice, ownsBuffer: false);
        using var reader = new BsonBinaryReader(stream);
        string? study = null, state = null;
        long number = -1, revision = 0;
        var published = 0;
        Trial? trial = null;
        reader.ReadStartDocument();
        while (NextField(reader, out var name))
        {
            switch (name)
            {
                case "study": study = reader.ReadString(); break;
                case "number": number = reader.ReadInt64(); break;
                case "revision": revision = reader.ReadInt64(); break;
                case "state": state = reader.ReadString(); break;
                case "published": published = reader.ReadInt32(); break;
                case "trial": trial = ReadContent(reader); break;
                default: reader.SkipValue(); break; // what queries need, and an index
            }
        }

        reader.ReadEndDocument();
        if (study is null || state is null || trial is null || number < 0 || revision < 1) throw new FormatException("it lacks a field");
        return trial with
        {
            StudyId = study,
            Number = number,
            Revision = revision,
            State = Enum.Parse<TrialState>(state),
            Attempts = WithMark(trial.Attempts, published),
        };
    }

    /// <summary>The mark beside the attempts speaks of the current one only: see <see cref="TrialWrite.MarkPublished"/>.</summary>
    private static ImmutableArray<Attempt> WithMark(ImmutableArray<Attempt> attempts, int published) => published == attempts.Length && published > 0
        ? attempts.SetItem(published - 1, attempts[^1] with { Published = true })
        : attempts;

    public static ImmutableSortedDictionary<string, double> ReadMetrics(IBsonReader reader)
    {
        var metrics = ImmutableSortedDictionary.CreateBuilder<string, double>();
        reader.ReadStartArray();
        while (reader.ReadBsonType() != BsonType.EndOfDocument)
        {
            reader.ReadStartDocument();
            var key = reader.ReadString("k");
            metrics[key] = reader.ReadDouble("v");
            reader.ReadEndDocument();
        }

        reader.ReadEndArray();
        return metrics.ToImmutable();
    }

    /// <summary>Moves to the next field's value; false at the end of the document.</summary>
    public static bool NextField(IBsonReader reader, out string name)
    {
        var more = reader.ReadBsonType() != BsonType.EndOfDocument;
        name = more ? reader.ReadName() : "";
        return more;
    }

    private static Trial ReadContent(IBsonReader reader)
    {
        Configuration? configuration = null;
        var origin = TrialOrigin.Strategy;
        ImportSource? import = null;
        var reason = "";
        long basedOn = 0, seed = 0;
        TrialDiscard? discarded = null;
        DateTimeOffset created = default;
        ImmutableArray<Attempt> attempts = [];
        reader.ReadStartDocument();
        while (NextField(reader, out var name))
        {
            switch (name)
            {
                case "configuration": configuration = CanonicalJson.Parse(reader.ReadString()); break;
                case "origin": origin = Enum.Parse<TrialOrigin>(reader.ReadString()); break;
                case "import": import = ReadImport(reader); break;
                case "reason": reason = reader.ReadString(); break;
                case "basedOn": basedOn = reader.ReadInt64(); break;
                case "seed": seed = reader.ReadInt64(); break;
                case "discarded": discarded = ReadDiscard(reader); break;
                case "created": created = Time(reader.ReadString()); break;
                case "attempts": attempts = ReadAttempts(reader); break;
                default: throw new FormatException($"unknown field '{name}'");
            }
        }

        reader.ReadEndDocument();
        if (configuration is null || attempts.IsEmpty) throw new FormatException("it has no configuration or no attempts");
        return new Trial
        {
            StudyId = "",
            Number = 0,
            Configuration = configuration,
            Origin = origin,
            Import = import,
            Reason = reason,
            BasedOn = basedOn,
            Seed = seed,
            Discarded = discarded,
            Created = created,
            Attempts = attempts,
        };
    }

    private static ImmutableArray<Attempt> ReadAttempts(IBsonReader reader)
    {
        var attempts = ImmutableArray.CreateBuilder<Attempt>(1);
        reader.ReadStartArray();
        while (reader.ReadBsonType() != BsonType.EndOfDocument) attempts.Add(ReadAttempt(reader, attempts.Count + 1));
        reader.ReadEndArray();
        return attempts.DrainToImmutable();
    }

    private static Attempt ReadAttempt(IBsonReader reader, int number)
    {
        var attempt = new Attempt { Number = number };
        reader.ReadStartDocument();
        while (NextField(reader, out var name))
        {
            attempt = name switch
            {
                "state" => attempt with { State = Enum.Parse<AttemptState>(reader.ReadString()) },
                "sequence" => attempt with { Sequence = reader.ReadInt64() },
                "seal" => attempt with { Seal = reader.ReadString() },
                "published" => attempt with { Published = reader.ReadBoolean() },
                "queued" => attempt with { Queued = Time(reader.ReadString()) },
                "started" => attempt with { Started = Time(reader.ReadString()) },
                "ended" => attempt with { Ended = Time(reader.ReadString()) },
                "worker" => attempt with { Worker = reader.ReadString() },
                "duration" => attempt with { DurationSeconds = reader.ReadDouble() },
                "values" => attempt with { Values = ReadArray(reader, static r => r.ReadDouble()) },
                "metrics" => attempt with { Metrics = ReadMetrics(reader) },
                "curve" => attempt with { Curve = ReadArray(reader, ReadLossPoint) },
                "training" => attempt with { Training = ReadTraining(reader) },
                "violation" => attempt with { Violation = reader.ReadDouble() },
                "failure" => attempt with { Failure = Enum.Parse<FailureKind>(reader.ReadString()) },
                "reason" => attempt with { Reason = reader.ReadString() },
                "log" => attempt with { Log = reader.ReadString() },
                _ => throw new FormatException($"unknown field '{name}' of an attempt"),
            };
        }

        reader.ReadEndDocument();
        return attempt;
    }

    private static ImportSource ReadImport(IBsonReader reader)
    {
        reader.ReadStartDocument();
        var file = reader.ReadString("file");
        var import = new ImportSource(file, reader.ReadInt64("row"));
        reader.ReadEndDocument();
        return import;
    }

    private static TrialDiscard ReadDiscard(IBsonReader reader)
    {
        reader.ReadStartDocument();
        var reason = reader.ReadString("reason");
        var discard = new TrialDiscard(reason, Time(reader.ReadString("time")));
        reader.ReadEndDocument();
        return discard;
    }

    private static LossPoint ReadLossPoint(IBsonReader reader)
    {
        var step = reader.ReadInt64();
        return new(step, reader.ReadDouble());
    }

    private static TrainingSummary ReadTraining(IBsonReader reader) => ReadArray(reader, static r => r.ReadInt64()) is [var best, var last, var saved]
        ? new(best, last, saved)
        : throw new FormatException("a training has three numbers");

    private static ImmutableArray<T> ReadArray<T>(IBsonReader reader, Func<IBsonReader, T> read)
    {
        var items = ImmutableArray.CreateBuilder<T>(1);
        reader.ReadStartArray();
        while (reader.ReadBsonType() != BsonType.EndOfDocument) items.Add(read(reader));
        reader.ReadEndArray();
        return items.DrainToImmutable();
    }

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
}
