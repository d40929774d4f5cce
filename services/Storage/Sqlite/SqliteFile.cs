using Microsoft.Data.Sqlite;

namespace ArchOpt.Storage.Sqlite;

/// <summary>The database file of a store, and the ways to open it.</summary>
internal sealed class SqliteFile(string directory)
{
    public const string Name = "archopt.db";

    /// <summary>How long to wait for another process that is writing, before that is an error.</summary>
    public static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(30);

    public string Directory { get; } = System.IO.Path.GetFullPath(directory);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetFullPath(directory), Name);

    /// <summary>The size, in pages, at which a write fails as it would on a full disk; null for what the disk holds.</summary>
    public int? MaximumPages { get; init; }

    /// <summary>False also for an empty file: SQLite's own beginning of a new database.</summary>
    /// <remarks>
    /// Only the file's metadata is read. To open the file beside SQLite would be a mistake: closing it would drop the
    /// advisory locks of every connection in this process.
    /// </remarks>
    public bool Exists => new FileInfo(Path) is { Exists: true, Length: > 0 };

    /// <summary>Whether the last process that used the store closed it, and none uses it now.</summary>
    public bool IsCleanlyClosed => !File.Exists(Path + "-wal");

    /// <summary>For the writer: every commit is on the disk before it is acknowledged.</summary>
    public SqliteSession OpenForWriting() => Open(
        Path,
        SqliteOpenMode.ReadWriteCreate,
        // fullfsync matters on macOS, where a plain fsync leaves data in the drive's cache. A larger WAL before a
        // checkpoint saves rewriting the same pages; the size limit gives the space back after a burst.
        "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -16000;"
        + (MaximumPages is { } pages ? $"PRAGMA max_page_count = {pages};" : ""));

    /// <summary>For reading a snapshot while others write.</summary>
    public SqliteSession OpenForReading() => Open(Path, SqliteOpenMode.ReadWrite, "PRAGMA query_only = ON; PRAGMA cache_size = -4000;");

    /// <summary>
    /// For looking at a file that may not be a store at all: nothing is written. A cleanly closed file is opened as
    /// immutable, because an ordinary reader of a WAL database leaves files beside it.
    /// </summary>
    public SqliteSession OpenForInspection(bool immutable) => Open(
        immutable ? new Uri(Path).AbsoluteUri + "?immutable=1" : Path,
        SqliteOpenMode.ReadOnly,
        "PRAGMA query_only = ON;");

    private static SqliteSession Open(string source, SqliteOpenMode mode, string pragmas)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = source,
            Mode = mode,
            Pooling = false, // sessions are pooled with their prepared statements, and a closed store has no open file
            DefaultTimeout = (int)BusyTimeout.TotalSeconds,
        }.ConnectionString);
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // constants of this class
            command.CommandText = $"PRAGMA busy_timeout = {(int)BusyTimeout.TotalMilliseconds}; {pragmas}";
#pragma warning restore CA2100
            command.ExecuteNonQuery();
            return new(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
