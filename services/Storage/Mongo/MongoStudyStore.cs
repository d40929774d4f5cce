using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ArchOpt.Studies.Trials;
using Microsoft.Extensions.Logging;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ArchOpt.Storage.Mongo;

/// <summary>
/// The store of a real deployment: a MongoDB database, 5.0 or newer, a replica set or a single server. Every change is an
/// operation on one document, so no transactions are needed. For the documents see <see cref="MongoSchema"/>.
/// </summary>
/// <remarks>
/// <para>A write has completed when a majority of the servers has it in its journal; reads see what a majority has: see
/// <see cref="MongoAddress.CreateSettings"/>.</para>
/// <para>A long enumeration is read page by page from a high-water mark, so that a slow consumer holds no cursor on the
/// server. A page is not a snapshot: a trial that changes state while trials of one state are read, or counted, may be
/// missed by that read. Trials in flight and observations are never missed.</para>
/// <para>Failures are thrown as <see cref="StoreUnusableException"/>, and later calls work again when the cause is gone. When the
/// answer to a write was lost on the network, that write may have happened: the next read tells.</para>
/// </remarks>
public sealed class MongoStudyStore : IStudyStore
{
    private readonly MongoAddress address;
    private readonly TimeProvider time;
    private readonly ILogger? logger;
    private readonly StoreMetrics metrics;
    private Database? opened;
    private MongoClient? client;
    private int closed;

    /// <param name="connectionString">With a database, <c>mongodb://HOST/DATABASE</c>; nothing is connected yet.</param>
    /// <param name="time">For the durations that the store reports, and the age of deletions.</param>
    /// <param name="logger">Hears of openings and creations.</param>
    /// <exception cref="StoreUnusableException">The string is not valid, or names no database. Credentials in it are not repeated.</exception>
    public MongoStudyStore(string connectionString, TimeProvider time, ILogger? logger = null)
    {
        address = MongoAddress.Parse(connectionString);
        this.time = time;
        this.logger = logger;
        metrics = new(time);
    }

    public Task OpenAsync(CancellationToken cancellationToken) => ExplainAsync(async () =>
    {
        ObjectDisposedException.ThrowIf(closed == 1, this);
        client ??= Connect();
        var database = new Database(client.GetDatabase(address.Database), time);
        var isNew = await new MongoOpening(database.Whole, address).OpenAsync(cancellationToken);
        await FinishDeletionsAsync(database, cancellationToken);
        opened = database;
        logger?.LogInformation("Store {Address} {State}, schema version {Version}.", address.Text, isNew ? "created" : "opened", MongoSchema.Version);
        return isNew;
    });

    public Task<bool> TryCreateStudyAsync(StudyRecord study, CancellationToken cancellationToken) => CommitAsync(
        async database => await StudyCollection.TryInsertAsync(database.Studies, study, CancellationToken.None)
            || (await database.Deletion.TryForgetAsync(study.Id, cancellationToken) && await StudyCollection.TryInsertAsync(database.Studies, study, CancellationToken.None)),
        cancellationToken);

    public Task<bool> TryReplaceStudyAsync(StudyRecord study, CancellationToken cancellationToken) =>
        CommitAsync(database => StudyCollection.TryReplaceAsync(database.Studies, study, CancellationToken.None), cancellationToken);

    public Task<StudyRecord?> FindStudyAsync(string name, CancellationToken cancellationToken) =>
        ReadAsync(database => StudyCollection.FindAsync(database.Studies, StudyCollection.ByName(name), cancellationToken));

    /// <remarks>Always a round trip to the primary: a health check that asks for a study that cannot exist learns whether it answers.</remarks>
    public Task<StudyRecord?> FindStudyByIdAsync(string id, CancellationToken cancellationToken) =>
        ReadAsync(database => StudyCollection.FindAsync(database.Studies, StudyCollection.ById(id), cancellationToken));

    public Task<ImmutableArray<StudyRecord>> ListStudiesAsync(CancellationToken cancellationToken) =>
        ReadAsync(database => StudyCollection.ListAsync(database.Studies, cancellationToken));

    /// <summary>As <see cref="IStudyStore.DeleteStudyAsync"/>; the study is gone at once, what it holds in steps: see <see cref="StudyDeletion"/>.</summary>
    public Task DeleteStudyAsync(string studyId, CancellationToken cancellationToken) => CommitAsync(
        async database =>
        {
            await database.Deletion.DeleteAsync(studyId, cancellationToken);
            return true;
        },
        cancellationToken);

    public Task<WriteResult> WriteAsync(string studyId, IReadOnlyList<TrialWrite> writes, CancellationToken cancellationToken)
    {
        UpdateOneModel<RawBsonDocument>[] models = [.. writes.Select(write => TrialWriting.Prepare(studyId, write))];
        return CommitAsync(
            async database =>
            {
                if (models.Length == 0) return default;
                if (!await StudyCollection.ExistsAsync(database.Studies, studyId, cancellationToken)) return new(0, Conflict: true);
                return await TrialWriting.ApplyAsync(database.Trials, writes, models, address);
            },
            cancellationToken);
    }

    public Task<Trial?> FindTrialAsync(string studyId, long number, CancellationToken cancellationToken) =>
        ReadAsync(database => TrialReading.FindAsync(database.Trials, studyId, number, cancellationToken));

    public async IAsyncEnumerable<Trial> ReadTrialsAsync(string studyId, TrialQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var size = new PageSize();
        while (query.Limit is null or > 0)
        {
            var rest = query;
            var page = await ReadAsync(database => TrialReading.ReadPageAsync(database.Trials, studyId, rest, size, cancellationToken));
            if (page.Count == 0) yield break;
            foreach (var trial in page) yield return trial;
            query = query with { After = page[^1].Number, Limit = query.Limit - page.Count };
        }
    }

    public async IAsyncEnumerable<ObservedAttempt> ReadObservationsAsync(string studyId, long afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // What is behind the end as it is now belongs to the next read.
        var end = await ReadAsync(database => TrialReading.LastSequenceAsync(database.Trials, studyId, cancellationToken));
        var size = new PageSize();
        for (var after = afterSequence; after < end; )
        {
            var (first, last) = (after, long.Min(end, after + size.Documents));
            var page = await ReadAsync(database => TrialReading.ReadObservationsAsync(database.Trials, studyId, first, last, size, cancellationToken));
            foreach (var observed in page) yield return observed;
            after = last;
        }
    }

    public Task<ImmutableDictionary<TrialState, long>> CountTrialsAsync(string studyId, CancellationToken cancellationToken) =>
        ReadAsync(database => TrialReading.CountAsync(database.Trials, studyId, cancellationToken));

    public Task AppendCurveAsync(string studyId, IReadOnlyList<CurvePoint> points, CancellationToken cancellationToken) => CommitAsync(
        async database =>
        {
            if (points.Count == 0 || !await StudyCollection.ExistsAsync(database.Studies, studyId, cancellationToken)) return false;
            await CurveCollection.AppendAsync(database.Curves, studyId, points, cancellationToken);
            return true;
        },
        cancellationToken);

    public Task<ImmutableArray<CurvePoint>> ReadCurveAsync(string studyId, long number, CancellationToken cancellationToken) =>
        ReadAsync(database => CurveCollection.ReadAsync(database.Curves, studyId, number, cancellationToken));

    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref closed, 1) == 1) return ValueTask.CompletedTask;
        client?.Dispose();
        metrics.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Nothing is connected yet; but a name with SRV records is resolved, with exceptions of a library behind the driver.</summary>
    private MongoClient Connect()
    {
        try
        {
            return new(address.CreateSettings());
        }
        catch (Exception)
        {
            throw MongoErrors.NotResolved(address); // without the cause: it may repeat the whole string
        }
    }

    private async Task FinishDeletionsAsync(Database database, CancellationToken cancellationToken)
    {
        try
        {
            await database.Deletion.FinishAllAsync(cancellationToken);
        }
        catch (MongoException e) when (MongoErrors.IsUnauthorized(e))
        {
            logger?.LogInformation("Store {Address}: this user may only read; deletions that were interrupted are left to a service that may write.", address.Text);
        }
    }

    private Task<T> ReadAsync<T>(Func<Database, Task<T>> read) => ExplainAsync(() => read(Opened()));

    private async Task<T> CommitAsync<T>(Func<Database, Task<T>> write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var started = metrics.Start();
        var result = await ExplainAsync(() => write(Opened()));
        metrics.Committed(started, batches: 1);
        return result;
    }

    private async Task<T> ExplainAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (MongoErrors.IsOurs(e))
        {
            throw MongoErrors.Explain(e, address);
        }
    }

    private Database Opened()
    {
        ObjectDisposedException.ThrowIf(closed == 1, this);
        return opened ?? throw new InvalidOperationException("The store must be opened before it is used: await OpenAsync.");
    }

    /// <summary>The collections: studies are few and read as trees, trials and curves many and read as they come.</summary>
    private sealed class Database(IMongoDatabase whole, TimeProvider time)
    {
        public IMongoDatabase Whole => whole;

        public IMongoCollection<BsonDocument> Studies { get; } = whole.GetCollection<BsonDocument>(MongoSchema.Studies);

        public IMongoCollection<RawBsonDocument> Trials { get; } = whole.GetCollection<RawBsonDocument>(MongoSchema.Trials);

        public IMongoCollection<RawBsonDocument> Curves { get; } = whole.GetCollection<RawBsonDocument>(MongoSchema.Curves);

        public StudyDeletion Deletion => new(Studies, Trials, Curves, time);
    }
}
