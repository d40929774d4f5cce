using MongoDB.Bson;
using MongoDB.Driver;

namespace ArchOpt.Storage.Mongo;

/// <summary>From a connection to a database with the current schema, or a refusal that changes nothing. Any number of processes may open at once.</summary>
internal sealed class MongoOpening(IMongoDatabase database, MongoAddress address)
{
    public const int OldestServer = 5;

    private static BsonDocument SchemaKey => new("_id", MongoSchema.SchemaId);

    /// <summary>What is there already is only read, so that a user with the role read can open a store that others write.</summary>
    /// <returns>True when the store was created now.</returns>
    /// <exception cref="StoreUnusableException">The server is too old, the schema newer, or the database another program's.</exception>
    public async Task<bool> OpenAsync(CancellationToken cancellationToken)
    {
        await CheckServerAsync(cancellationToken);
        var version = await ReadVersionAsync(cancellationToken);
        var isNew = version is null;
        if (isNew)
        {
            await CheckIsEmptyAsync(cancellationToken);
            await CreateAsync(cancellationToken);
            version = await ReadVersionAsync(cancellationToken); // of two that create, the first has decided
        }

        if (version > MongoSchema.Version)
        {
            throw new StoreUnusableException(
                $"The store {address.Text} has schema version {version}, and this program knows versions up to {MongoSchema.Version}. Use the newer program that wrote it.");
        }

        foreach (var collection in MongoSchema.Indexes.GroupBy(index => index.Collection)) await CreateIndexesAsync(collection.Key, [.. collection.Select(index => index.Index)], cancellationToken);
        await PutGuardAsync(cancellationToken);
        return isNew;
    }

    private async Task CheckServerAsync(CancellationToken cancellationToken)
    {
        await database.RunCommandAsync<BsonDocument>(new BsonDocument("ping", 1), ReadPreference.Primary, cancellationToken);
        var info = await database.RunCommandAsync<BsonDocument>(new BsonDocument("buildInfo", 1), ReadPreference.Primary, cancellationToken);
        var version = info["version"].AsString;
        if (info["versionArray"][0].ToInt32() < OldestServer)
            throw new StoreUnusableException($"The MongoDB server of {address.Text} has version {version}; the store needs {OldestServer}.0 or newer.");
    }

    private async Task<int?> ReadVersionAsync(CancellationToken cancellationToken)
    {
        using var cursor = await database.GetCollection<BsonDocument>(MongoSchema.Store).FindAsync(SchemaKey, cancellationToken: cancellationToken);
        return (await cursor.FirstOrDefaultAsync(cancellationToken))?["version"].ToInt32();
    }

    private async Task CheckIsEmptyAsync(CancellationToken cancellationToken)
    {
        using var cursor = await database.ListCollectionNamesAsync(cancellationToken: cancellationToken);
        var names = await cursor.ToListAsync(cancellationToken);
        string[] ours = [MongoSchema.Studies, MongoSchema.Trials, MongoSchema.Curves, MongoSchema.Store];
        if (ours.FirstOrDefault(names.Contains) is not { } foreign || await ReadVersionAsync(cancellationToken) is not null) return;
        throw new StoreUnusableException(
            $"The database {address.Text} has a collection '{foreign}' but is no ArchOpt store. It was left as it is: name another database.");
    }

    /// <summary>The schema comes first: whoever is killed behind it leaves a store that the next opening completes.</summary>
    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        var update = new BsonDocument("$setOnInsert", new BsonDocument("version", MongoSchema.Version));
        try
        {
            await database.GetCollection<BsonDocument>(MongoSchema.Store).UpdateOneAsync(SchemaKey, update, new UpdateOptions<BsonDocument> { IsUpsert = true }, cancellationToken);
        }
        catch (MongoWriteException e) when (e.WriteError?.Category == ServerErrorCategory.DuplicateKey)
        {
            // Another process did it at the same moment.
        }
    }

    private async Task CreateIndexesAsync(string name, List<CreateIndexModel<BsonDocument>> wanted, CancellationToken cancellationToken)
    {
        var indexes = database.GetCollection<BsonDocument>(name).Indexes;
        using var cursor = await indexes.ListAsync(cancellationToken);
        var present = (await cursor.ToListAsync(cancellationToken)).Select(index => index["name"].AsString).ToHashSet(StringComparer.Ordinal);
        wanted.RemoveAll(index => present.Contains(index.Options.Name));
        if (wanted.Count > 0) await indexes.CreateManyAsync(wanted, cancellationToken);
    }

    private async Task PutGuardAsync(CancellationToken cancellationToken)
    {
        var trials = database.GetCollection<RawBsonDocument>(MongoSchema.Trials);
        using var cursor = await trials.FindAsync(new BsonDocument("_id", MongoSchema.Guard), cancellationToken: cancellationToken);
        if (!await cursor.AnyAsync(cancellationToken)) await TrialWriting.PutGuardAsync(trials, cancellationToken);
    }
}
