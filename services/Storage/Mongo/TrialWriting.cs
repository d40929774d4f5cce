using ArchOpt.Studies.Trials;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ArchOpt.Storage.Mongo;

/// <summary>Batches of trial writes as one command each, in order, ending at the first conflict.</summary>
/// <remarks>
/// <para>An ordered bulk stops at an error, and only there; but an update whose filter matches nothing is no error. So every
/// write that may conflict is an upsert that cannot insert: an insertion over an existing number violates the unique
/// (study, number); a replacement of a missing or changed trial tries to insert with the <c>_id</c> of the
/// <see cref="MongoSchema.Guard"/> and finds that taken. A sequence number that belongs to another trial violates the
/// unique (study, observed). Each is a duplicate key, at the index of the write. As upserts they also are all of
/// one kind, and the batch is one command with one wait for the majority.</para>
/// <para>A replacement sets fields instead of the document, so that the mark of <see cref="TrialWrite.MarkPublished"/>
/// beside them survives.</para>
/// </remarks>
internal static class TrialWriting
{
    /// <exception cref="ArgumentException">A trial of another study, without attempts, or with one sequence number twice.</exception>
    public static UpdateOneModel<RawBsonDocument> Prepare(string studyId, TrialWrite write) => write switch
    {
        TrialWrite.Insert { Trial: var trial } => Model(
            Key(studyId, trial.Number).Add("revision", new BsonDocument("$exists", false)), Contents(studyId, trial), isUpsert: true),
        TrialWrite.Replace { Trial: var trial } => Model(
            Key(studyId, trial.Number).Add("revision", trial.Revision - 1),
            Contents(studyId, trial).Add("$setOnInsert", new BsonDocument("_id", MongoSchema.Guard)),
            isUpsert: true),
        TrialWrite.MarkPublished mark => Model(
            Key(studyId, mark.Number).Add("attempt", mark.Attempt), new("$set", new BsonDocument("published", mark.Attempt)), isUpsert: false),
        var other => throw new InvalidOperationException($"Unknown write {other.GetType().Name}."),
    };

    /// <param name="writes">At least one.</param>
    /// <exception cref="StoreUnusableException">The guard was missing. It is back, and nothing that should not be there is left.</exception>
    /// <exception cref="ArgumentException">A document is larger than the server takes.</exception>
    public static async Task<WriteResult> ApplyAsync(
        IMongoCollection<RawBsonDocument> trials, IReadOnlyList<TrialWrite> writes, IReadOnlyList<UpdateOneModel<RawBsonDocument>> models, MongoAddress address)
    {
        BulkWriteResult<RawBsonDocument> result;
        var conflict = false;
        try
        {
            // Not cancelled half way: the caller learns what happened.
            result = await trials.BulkWriteAsync(models, new BulkWriteOptions { IsOrdered = true }, CancellationToken.None);
        }
        catch (MongoBulkWriteException<RawBsonDocument> e) when (MongoErrors.AreAllDuplicates(e))
        {
            (result, conflict) = (e.Result, true);
            if (!HasLostGuard(writes, result)) return new(e.WriteErrors[0].Index, Conflict: true);
        }
        catch (Exception e) when (e is FormatException or BsonException)
        {
            throw new ArgumentException($"A trial is larger than a MongoDB document may be (16 MB): {e.Message}", nameof(writes), e);
        }

        if (!HasLostGuard(writes, result)) return new(writes.Count, conflict);
        await PutGuardAsync(trials, CancellationToken.None);
        throw MongoErrors.Damaged($"the document '{MongoSchema.Guard}' was removed from the collection {MongoSchema.Trials}; it was put back", address);
    }

    /// <summary>The guard as it must be, whatever took its place.</summary>
    public static Task PutGuardAsync(IMongoCollection<RawBsonDocument> trials, CancellationToken cancellationToken) => trials.Database
        .GetCollection<BsonDocument>(MongoSchema.Trials)
        .ReplaceOneAsync(new BsonDocument("_id", MongoSchema.Guard), new BsonDocument("_id", MongoSchema.Guard), new ReplaceOptions<BsonDocument> { IsUpsert = true }, cancellationToken);

    private static bool HasLostGuard(IReadOnlyList<TrialWrite> writes, BulkWriteResult<RawBsonDocument> result) =>
        result.Upserts.Any(upsert => writes[upsert.Index] is not TrialWrite.Insert);

    private static UpdateOneModel<RawBsonDocument> Model(BsonDocument filter, BsonDocument update, bool isUpsert) =>
        new(filter, update) { IsUpsert = isUpsert, Hint = MongoSchema.TrialsByNumber };

    private static BsonDocument Key(string studyId, long number) => new() { { "study", studyId }, { "number", number } };

    private static BsonDocument Contents(string studyId, Trial trial)
    {
        if (trial.StudyId != studyId)
            throw new ArgumentException($"Trial {trial.Number} belongs to study '{trial.StudyId}', not to '{studyId}'.", nameof(trial));
        if (trial.Attempts.IsDefaultOrEmpty)
            throw new ArgumentException($"Trial {trial.Number} has no attempt.", nameof(trial));
        long[] observed = [.. trial.Attempts.Where(attempt => attempt.Sequence is not null).Select(attempt => attempt.Sequence!.Value)];
        // A unique index compares documents with each other, not the values within one.
        if (observed.Distinct().Count() != observed.Length)
            throw new ArgumentException($"Trial {trial.Number} has one sequence number twice.", nameof(trial));

        var set = new BsonDocument
        {
            { "revision", trial.Revision },
            { "state", trial.State.ToString() },
            { "attempt", trial.Current.Number },
            { "trial", TrialBson.Write(trial) },
        };
        var unset = new BsonDocument();
        Put("observed", observed.Length > 0, new BsonArray(observed));
        Put("inFlight", !trial.State.Rule().IsTerminal, true);
        return unset.ElementCount == 0 ? new("$set", set) : new BsonDocument { { "$set", set }, { "$unset", unset } };

        void Put(string field, bool isPresent, BsonValue value)
        {
            if (isPresent) set.Add(field, value);
            else unset.Add(field, "");
        }
    }
}
