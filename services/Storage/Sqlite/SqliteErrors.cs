using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace ArchOpt.Storage.Sqlite;

/// <summary>What SQLite's result codes mean for the person who runs the store.</summary>
internal static class SqliteErrors
{
    /// <summary>The same error, naming the file and what can be done.</summary>
    public static StoreUnusableException Explain(SqliteException error, SqliteFile file) => error.SqliteErrorCode switch
    {
        SQLITE_FULL => new(
            $"No space left for the store {file.Path}: the write was not stored. Free space in {file.Directory}; writing then works again.", error),
        SQLITE_IOERR => new(
            $"The disk of the store {file.Path} reported an error ({Text(error)}): the write was not stored. Check the disk and its free space.", error),
        SQLITE_CORRUPT or SQLITE_NOTADB => Damaged(file, Text(error), error),
        SQLITE_READONLY or SQLITE_CANTOPEN or SQLITE_PERM or SQLITE_AUTH => NotWritable(file, error),
        SQLITE_BUSY or SQLITE_LOCKED => new(
            $"Another process held the store {file.Path} locked for more than {SqliteFile.BusyTimeout.TotalSeconds:0} s: the write was not stored.", error),
        _ => new($"The store {file.Path} reported an error ({Text(error)}).", error),
    };

    public static StoreUnusableException Damaged(SqliteFile file, string finding, Exception? inner = null) => new(
        $"The store {file.Path} is damaged ({finding}). It was left as it is: restore it from a backup, or move it away to start with an empty store.", inner);

    public static StoreUnusableException NotWritable(SqliteFile file, Exception inner) => new(
        $"The store {file.Path} cannot be opened for writing ({Text(inner)}). Choose a directory that this user may write to.", inner);

    private static string Text(Exception error) => error.Message.TrimEnd('.');
}
