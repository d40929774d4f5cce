using System.Collections.Concurrent;

namespace ArchOpt.Storage.Sqlite;

/// <summary>Sessions for reading, kept open with their prepared statements. Thread-safe.</summary>
internal sealed class SessionPool(Func<SqliteSession> open) : IDisposable
{
    private readonly ConcurrentBag<SqliteSession> idle = [];
    private volatile bool disposed;

    /// <summary>Runs a read on a session of its own; every statement sees the latest commit.</summary>
    public T Read<T>(Func<SqliteSession, T> read)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        var session = idle.TryTake(out var kept) ? kept : open();
        try
        {
            return read(session);
        }
        finally
        {
            idle.Add(session);
            if (disposed) Dispose();
        }
    }

    public void Dispose()
    {
        disposed = true;
        while (idle.TryTake(out var session)) session.Dispose();
    }
}
