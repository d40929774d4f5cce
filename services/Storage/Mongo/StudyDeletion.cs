using MongoDB.Bson;
using MongoDB.Driver;

namespace ArchOpt.Storage.Mongo;

/// <summary>
/// Removes studies in steps, because no single operation can: first the study loses its name, and is gone for
/// everybody; then its curves and trials go, some at a time; what is left is a small tombstone. Whoever is killed on
/// the way leaves a study without a name, and the next opening of the store, or the next deletion of it, goes on.
/// </summary>
/// <remarks>
/// A process that saw the study just before may still write a trial behind the deletion. Nobody reads it, and it goes
/// with the tombstone, at an opening some time after the last such write can have arrived.
/// </remarks>
internal sealed class StudyDeletion(
    IMongoCollection<BsonDocument> studies, IMongoCollection<RawBsonDocument> trials, IMongoCollection<RawBsonDocument> curves, TimeProvider time)
{
    /// <summary>Trials whose documents and curves go in one command.</summary>
    private const int Step = 500;

    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    private static BsonDocument Deleted => new("deleted", new BsonDocument("$exists", true));

    public async Task DeleteAsync(string studyId, CancellationToken cancellationToken)
    {
        var mark = new BsonDocument
        {
            { "$set", new BsonDocument("deleted", time.GetUtcNow().UtcDateTime) },
            { "$unset", new BsonDocument { { "name", "" }, { "record", "" } } },
        };
        var marked = await studies.UpdateOneAsync(new BsonDocument("_id", studyId), mark, options: null, cancellationToken);
        if (marked.MatchedCount == 1) await SweepAsync(studyId, cancellationToken);
    }

    /// <summary>Goes on with every deletion that is not over, and forgets those that are.</summary>
    public async Task FinishAllAsync(CancellationToken cancellationToken)
    {
        using var cursor = await studies.FindAsync(Deleted, new FindOptions<BsonDocument> { Hint = "studies_deleted" }, cancellationToken);
        foreach (var tombstone in await cursor.ToListAsync(cancellationToken))
        {
            await SweepAsync(tombstone["_id"].AsString, cancellationToken);
            if (time.GetUtcNow().UtcDateTime - tombstone["deleted"].ToUniversalTime() > Grace) await studies.DeleteOneAsync(Tombstone(tombstone["_id"].AsString), cancellationToken);
        }
    }

    /// <summary>Makes the id of a removed study free again, for who brings back the same study.</summary>
    /// <returns>True when there was a tombstone.</returns>
    public async Task<bool> TryForgetAsync(string studyId, CancellationToken cancellationToken)
    {
        using var cursor = await studies.FindAsync(Tombstone(studyId), new FindOptions<BsonDocument> { Limit = 1 }, cancellationToken);
        if (!await cursor.AnyAsync(cancellationToken)) return false;
        await SweepAsync(studyId, cancellationToken);
        return (await studies.DeleteOneAsync(Tombstone(studyId), cancellationToken)).DeletedCount == 1;
    }

    private static BsonDocument Tombstone(string studyId) => new() { { "_id", studyId }, { "deleted", new BsonDocument("$exists", true) } };

    private async Task SweepAsync(string studyId, CancellationToken cancellationToken)
    {
        var last = await LastNumberAsync(studyId, cancellationToken);
        for (var first = 0L; first <= last; first += Step)
        {
            var range = new BsonDocument { { "study", studyId }, { "number", new BsonDocument { { "$gte", first }, { "$lt", first + Step } } } };
            await curves.DeleteManyAsync(CurveCollection.Range(studyId, first, first + Step - 1), cancellationToken);
            await trials.DeleteManyAsync(range, new DeleteOptions { Hint = MongoSchema.TrialsByNumber }, cancellationToken);
        }

        await curves.DeleteManyAsync(CurveCollection.Range(studyId, long.MinValue, long.MaxValue), cancellationToken); // of numbers without a trial
    }

    private async Task<long> LastNumberAsync(string studyId, CancellationToken cancellationToken)
    {
        var options = new FindOptions<RawBsonDocument, BsonDocument>
        {
            Sort = new BsonDocument("number", -1),
            Limit = 1,
            Hint = MongoSchema.TrialsByNumber,
            Projection = new BsonDocument { { "_id", 0 }, { "number", 1 } },
        };
        using var cursor = await trials.FindAsync(new BsonDocument("study", studyId), options, cancellationToken);
        return (await cursor.FirstOrDefaultAsync(cancellationToken))?["number"].AsInt64 ?? -1;
    }
}
