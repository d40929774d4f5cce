using System.Collections.Immutable;
using MongoDB.Bson;
using MongoDB.Bson.IO;
using MongoDB.Driver;

namespace ArchOpt.Storage.Mongo;

/// <summary>Learning curves, one document a step: see <see cref="MongoSchema"/>.</summary>
internal static class CurveCollection
{
    /// <summary>Everything of the study's trials from the first to the last number, by the order of the keys.</summary>
    public static BsonDocument Range(string studyId, long first, long last) => new("_id", new BsonDocument
    {
        { "$gte", Key(studyId, first, 0, long.MinValue) },
        { "$lte", Key(studyId, last, int.MaxValue, long.MaxValue) },
    });

    public static FindOptions<RawBsonDocument> InOrder => new() { BatchSize = PageSize.Largest, Sort = new BsonDocument("_id", 1) };

    /// <summary>Adds points; a step that is there keeps its first value, also within the points.</summary>
    public static async Task AppendAsync(IMongoCollection<RawBsonDocument> curves, string studyId, IReadOnlyList<CurvePoint> points, CancellationToken cancellationToken)
    {
        var target = curves.Database.GetCollection<BsonDocument>(MongoSchema.Curves);
        try
        {
            await target.InsertManyAsync(
                points.DistinctBy(point => (point.Number, point.Attempt, point.Step)).Select(point => Document(studyId, point)),
                new InsertManyOptions { IsOrdered = false },
                cancellationToken);
        }
        catch (MongoBulkWriteException e) when (MongoErrors.AreAllDuplicates(e))
        {
            // Each of these steps has its first value.
        }
    }

    public static async Task<ImmutableArray<CurvePoint>> ReadAsync(
        IMongoCollection<RawBsonDocument> curves, string studyId, long number, CancellationToken cancellationToken)
    {
        var points = ImmutableArray.CreateBuilder<CurvePoint>();
        using var cursor = await curves.FindAsync(Range(studyId, number, number), InOrder, cancellationToken);
        while (await cursor.MoveNextAsync(cancellationToken))
        {
            foreach (var document in cursor.Current)
            {
                using (document) points.Add(Read(document));
            }
        }

        return points.DrainToImmutable();
    }

    private static BsonDocument Document(string studyId, CurvePoint point) => new()
    {
        { "_id", Key(studyId, point.Number, point.Attempt, point.Step) },
        { "metrics", TrialBson.WriteMetrics(point.Metrics) },
    };

    /// <summary>The fields and their order are the sort order: documents are compared field by field.</summary>
    private static BsonDocument Key(string studyId, long number, int attempt, long step) => new()
    {
        { "study", studyId }, { "number", number }, { "attempt", attempt }, { "step", step },
    };

    private static CurvePoint Read(RawBsonDocument document)
    {
        using var stream = new ByteBufferStream(document.Slice, ownsBuffer: false);
        using var reader = new BsonBinaryReader(stream);
        reader.ReadStartDocument();
        reader.ReadName("_id");
        reader.ReadStartDocument();
        reader.ReadString("study");
        var number = reader.ReadInt64("number");
        var attempt = reader.ReadInt32("attempt");
        var step = reader.ReadInt64("step");
        reader.ReadEndDocument();
        reader.ReadName("metrics");
        return new(number, attempt, step, TrialBson.ReadMetrics(reader));
    }
}
