using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ArchOpt.Studies.Trials;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace ArchOpt.Storage.Sqlite;

/// <summary>
/// The embedded store: one SQLite file, <c>archopt.db</c>, in a directory. Write-ahead log, one writing thread with
/// group commit, and any number of readers that never wait for it.
/// </summary>
/// <remarks>
/// <para>Several stores, in one process or in many, may have the same directory open: writes are serialised by SQLite's
/// lock, and revisions decide who wins. Whoever comes first creates the file, a reader too, so that services may
/// start in any order. A store that never writes never starts a writer.</para>
/// <para>A long enumeration is read page by page, each page a snapshot of its own, so that a slow consumer holds no lock
/// and no log space.</para>
/// <para>Runtime failures (no space, I/O error, damage found while reading, a lock held for too long) are thrown as
/// <see cref="StoreUnusableException"/>; the write in question has not happened, and later ones work again when the
/// cause is gone.</para>
/// </remarks>
public sealed class SqliteStudyStore : IStudyStore
{
    private readonly SqliteFile file;
    private readonly ILogger? logger;
    private readonly ImmutableArray<string> schema;
    private readonly StoreMetrics metrics;
    private readonly SessionPool readers;
    private readonly Lazy<GroupCommit> writer;
    private volatile bool opened;
    private int closed;

    /// <param name="directory">Where the file is or shall be; created when absent.</param>
    /// <param name="time">For the durations that the store reports.</param>
    /// <param name="logger">Hears of creations and migrations.</param>
    public SqliteStudyStore(string directory, TimeProvider time, ILogger? logger = null)
        : this(new SqliteFile(directory), SqliteSchema.Steps, time, logger)
    {
    }

    /// <param name="schema">Other steps than this build's, to show what older and newer builds do.</param>
    internal SqliteStudyStore(SqliteFile file, ImmutableArray<string> schema, TimeProvider time, ILogger? logger = null)
    {
        this.file = file;
        this.logger = logger;
        this.schema = schema;
        metrics = new(time);
        readers = new(file.OpenForReading);
        writer = new(() => new(file, metrics));
    }

    public Task OpenAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var isNew = SqliteOpening.Open(file, schema);
            opened = true;
            logger?.LogInformation("Store {Path} {State}, schema version {Version}.", file.Path, isNew ? "created" : "opened", schema.Length);
        },
        cancellationToken);

    public Task<bool> TryCreateStudyAsync(StudyRecord study, CancellationToken cancellationToken) =>
        RunAsync(session => StudyTable.Insert(session, study), cancellationToken);

    public Task<bool> TryReplaceStudyAsync(StudyRecord study, CancellationToken cancellationToken) =>
        RunAsync(session => StudyTable.Replace(session, study), cancellationToken);

    public Task<StudyRecord?> FindStudyAsync(string name, CancellationToken cancellationToken) =>
        ReadAsync(session => StudyTable.FindByName(session, name), cancellationToken);

    public Task<StudyRecord?> FindStudyByIdAsync(string id, CancellationToken cancellationToken) =>
        ReadAsync(session => StudyTable.FindById(session, id), cancellationToken);

    public Task<ImmutableArray<StudyRecord>> ListStudiesAsync(CancellationToken cancellationToken) =>
        ReadAsync(StudyTable.List, cancellationToken);

    public Task DeleteStudyAsync(string studyId, CancellationToken cancellationToken) =>
        RunAsync(session => StudyTable.Delete(session, studyId), cancellationToken);

    public Task<WriteResult> WriteAsync(string studyId, IReadOnlyList<TrialWrite> writes, CancellationToken cancellationToken)
    {
        var prepared = new TrialTable.Prepared[writes.Count];
        for (var i = 0; i < prepared.Length; i++) prepared[i] = TrialTable.Prepare(studyId, writes[i]);
        return RunAsync(session => TrialTable.Apply(session, studyId, prepared), cancellationToken);
    }

    public Task<Trial?> FindTrialAsync(string studyId, long number, CancellationToken cancellationToken) =>
        ReadAsync(session => TrialQueries.Find(session, file, studyId, number), cancellationToken);

    public async IAsyncEnumerable<Trial> ReadTrialsAsync(
        string studyId,
        TrialQuery query,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (query.Limit is null or > 0)
        {
            var rest = query;
            var page = await ReadAsync(session => TrialQueries.ReadPage(session, file, studyId, rest), cancellationToken);
            if (page.IsEmpty) yield break;
            foreach (var trial in page) yield return trial;
            query = query with { After = page[^1].Number, Limit = query.Limit - page.Length };
        }
    }

    public async IAsyncEnumerable<ObservedAttempt> ReadObservationsAsync(
        string studyId,
        long afterSequence,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var after = afterSequence;
            var page = await ReadAsync(session => TrialQueries.ReadObservationPage(session, file, studyId, after), cancellationToken);
            if (page.IsEmpty) yield break;
            foreach (var observed in page) yield return observed;
            afterSequence = page[^1].Attempt.Sequence!.Value;
        }
    }

    public Task<ImmutableDictionary<TrialState, long>> CountTrialsAsync(string studyId, CancellationToken cancellationToken) =>
        ReadAsync(session => TrialQueries.Count(session, studyId), cancellationToken);

    public Task AppendCurveAsync(string studyId, IReadOnlyList<CurvePoint> points, CancellationToken cancellationToken)
    {
        var prepared = new CurveTable.Prepared[points.Count];
        for (var i = 0; i < prepared.Length; i++) prepared[i] = CurveTable.Prepare(points[i]);
        return RunAsync(session => CurveTable.Append(session, studyId, prepared), cancellationToken);
    }

    public Task<ImmutableArray<CurvePoint>> ReadCurveAsync(string studyId, long number, CancellationToken cancellationToken) =>
        ReadAsync(session => CurveTable.Read(session, studyId, number), cancellationToken);

    /// <summary>Waits until every write that was asked for is on the disk, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref closed, 1) == 1) return;
        readers.Dispose();
        if (writer.IsValueCreated) await writer.Value.DisposeAsync();
        metrics.Dispose();
    }

    private Task<T> RunAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken)
    {
        EnsureOpened();
        return writer.Value.RunAsync(work, cancellationToken);
    }

    private Task<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancellationToken)
    {
        EnsureOpened();
        return Task.Run(
            () =>
            {
                try
                {
                    return readers.Read(read);
                }
                catch (SqliteException e)
                {
                    throw SqliteErrors.Explain(e, file);
                }
                catch (JsonException e)
                {
                    throw SqliteErrors.Damaged(file, $"a document is not readable: {e.Message}", e);
                }
            },
            cancellationToken);
    }

    private void EnsureOpened()
    {
        ObjectDisposedException.ThrowIf(closed == 1, this);
        if (!opened) throw new InvalidOperationException("The store must be opened before it is used: await OpenAsync.");
    }
}
