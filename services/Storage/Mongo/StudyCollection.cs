using System.Collections.Immutable;
using System.Text.Json;
using ArchOpt.Studies.Trials;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ArchOpt.Storage.Mongo;

/// <summary>Studies, one document each. Only one with a name exists; one without is being removed: see <see cref="StudyDeletion"/>.</summary>
internal static class StudyCollection
{
    public static BsonDocument ByName(string name) => new("name", name);

    public static BsonDocument ById(string id) => new() { { "_id", id }, { "name", Exists } };

    public static BsonDocument All => new("name", Exists);

    public static FindOptions<BsonDocument> OldestFirst => new() { Sort = new BsonDocument { { "created", 1 }, { "_id", 1 } }, Hint = "studies_by_age" };

    private static BsonDocument Exists => new("$exists", true);

    /// <returns>False when the name or the id is taken.</returns>
    public static async Task<bool> TryInsertAsync(IMongoCollection<BsonDocument> studies, StudyRecord study, CancellationToken cancellationToken)
    {
        var document = new BsonDocument { { "_id", study.Id }, { "name", study.Name }, { "created", study.Created.UtcTicks } };
        document.AddRange(Changing(study));
        try
        {
            await studies.InsertOneAsync(document, options: null, cancellationToken);
            return true;
        }
        catch (MongoWriteException e) when (e is { WriteError.Category: ServerErrorCategory.DuplicateKey, WriteConcernError: null })
        {
            return false;
        }
    }

    /// <returns>False unless the stored revision is one less.</returns>
    public static async Task<bool> TryReplaceAsync(IMongoCollection<BsonDocument> studies, StudyRecord study, CancellationToken cancellationToken)
    {
        var filter = new BsonDocument { { "_id", study.Id }, { "name", study.Name }, { "revision", study.Revision - 1 } };
        var result = await studies.UpdateOneAsync(filter, new BsonDocument("$set", Changing(study)), options: null, cancellationToken);
        return result.MatchedCount == 1;
    }

    public static async Task<StudyRecord?> FindAsync(IMongoCollection<BsonDocument> studies, BsonDocument filter, CancellationToken cancellationToken)
    {
        using var cursor = await studies.FindAsync(filter, new FindOptions<BsonDocument> { Limit = 1 }, cancellationToken);
        return await cursor.FirstOrDefaultAsync(cancellationToken) is { } document ? Read(document) : null;
    }

    public static async Task<bool> ExistsAsync(IMongoCollection<BsonDocument> studies, string id, CancellationToken cancellationToken)
    {
        using var cursor = await studies.FindAsync(ById(id), new FindOptions<BsonDocument> { Limit = 1, Projection = new BsonDocument("_id", 1) }, cancellationToken);
        return await cursor.AnyAsync(cancellationToken);
    }

    public static async Task<ImmutableArray<StudyRecord>> ListAsync(IMongoCollection<BsonDocument> studies, CancellationToken cancellationToken)
    {
        using var cursor = await studies.FindAsync(All, OldestFirst, cancellationToken);
        return [.. (await cursor.ToListAsync(cancellationToken)).Select(Read)];
    }

    /// <summary>Revision and status again as fields: the one for compare-and-set, the other for people.</summary>
    private static BsonDocument Changing(StudyRecord study) => new()
    {
        { "revision", study.Revision }, { "status", study.Status.ToString() }, { "record", JsonSerializer.Serialize(study) },
    };

    private static StudyRecord Read(BsonDocument document)
    {
        try
        {
            return JsonSerializer.Deserialize<StudyRecord>(document["record"].AsString) ?? throw new JsonException("it is null");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidCastException)
        {
            throw new FormatException($"study '{document["_id"]}' is not readable: {e.Message}", e);
        }
    }
}
