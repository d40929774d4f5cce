using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace ArchOpt.Storage.Sqlite;

/// <summary>
/// The store's one writer: a thread that takes everything that waits and commits it in one transaction, so that many
/// callers share one flush of the disk. While a flush runs, the next group gathers; nothing ever waits for company.
/// </summary>
/// <remarks>
/// A piece of work that meets a conflict leaves nothing behind and does not disturb its group. When a group fails,
/// each of its members is tried again in a transaction of its own, so that an error hits only whom it concerns.
/// </remarks>
internal sealed class GroupCommit : IAsyncDisposable
{
    /// <summary>Bounds the transaction, and with it the time that a caller waits for others.</summary>
    private const int LargestGroup = 256;

    private readonly SqliteFile file;
    private readonly StoreMetrics metrics;
    private readonly BlockingCollection<Work> waiting = [];
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SqliteSession? session;

    public GroupCommit(SqliteFile file, StoreMetrics metrics)
    {
        this.file = file;
        this.metrics = metrics;
        new Thread(Loop) { IsBackground = true, Name = "ArchOpt store writer" }.Start();
    }

    /// <summary>
    /// Runs the work inside the next transaction; completes when that is on the disk. Cancelling works only until the
    /// transaction begins: after that the caller learns what happened.
    /// </summary>
    /// <exception cref="StoreUnusableException">It could not be stored, and was not.</exception>
    public Task<T> RunAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken)
    {
        var item = new Work<T>(work, cancellationToken);
        try
        {
            waiting.Add(item, CancellationToken.None);
        }
        catch (InvalidOperationException e)
        {
            throw new ObjectDisposedException("The store is closed.", e);
        }

        return item.Task;
    }

    public async ValueTask DisposeAsync()
    {
        waiting.CompleteAdding();
        await ended.Task;
        waiting.Dispose();
    }

    private void Loop()
    {
        var group = new List<Work>(LargestGroup);
        foreach (var first in waiting.GetConsumingEnumerable())
        {
            group.Add(first);
            while (group.Count < LargestGroup && waiting.TryTake(out var next)) group.Add(next);
            group.RemoveAll(static work => work.IsCancelled());
            if (group.Count > 0) CommitGroup(group);
            group.Clear();
        }

        session?.Dispose();
        ended.SetResult();
    }

    private void CommitGroup(List<Work> group)
    {
        if (TryCommit(group, out var began) is not { } error) return;
        if (group.Count == 1 || !began) // a file that cannot be locked or opened is nobody's fault, and trying took long enough
        {
            foreach (var work in group) work.Fail(error);
            return;
        }

        foreach (var work in group)
        {
            if (TryCommit([work], out _) is { } own) work.Fail(own);
        }
    }

    /// <summary>Null when the group is durable, and its callers know.</summary>
    private Exception? TryCommit(List<Work> group, out bool began)
    {
        began = false;
        try
        {
            var started = metrics.Start();
            session ??= file.OpenForWriting();
            session.Run("BEGIN IMMEDIATE");
            began = true;
            foreach (var work in group) work.Run(session);
            session.Run("COMMIT");
            metrics.Committed(started, group.Count);
        }
        catch (Exception e)
        {
            return Abandon(e);
        }

        foreach (var work in group) work.Succeed();
        return null;
    }

    private Exception Abandon(Exception error)
    {
        try
        {
            session?.RollBackIfOpen();
        }
        catch (SqliteException e)
        {
            // The connection is beyond repair; its end rolls back, and the next group opens another.
            session?.Dispose();
            session = null;
            error = new AggregateException(error, e);
        }

        return error is SqliteException sqlite ? SqliteErrors.Explain(sqlite, file) : error;
    }

    private abstract class Work
    {
        /// <summary>True, and its caller told, when nobody waits for it any more.</summary>
        public abstract bool IsCancelled();

        public abstract void Run(SqliteSession session);

        public abstract void Succeed();

        public abstract void Fail(Exception error);
    }

    private sealed class Work<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken) : Work
    {
        private readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? result;

        public Task<T> Task => completion.Task;

        public override bool IsCancelled() => cancellationToken.IsCancellationRequested && completion.TrySetCanceled(cancellationToken);

        public override void Run(SqliteSession session) => result = work(session);

        public override void Succeed() => completion.SetResult(result!);

        public override void Fail(Exception error) => completion.SetException(error);
    }
}
