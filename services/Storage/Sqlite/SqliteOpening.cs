using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace ArchOpt.Storage.Sqlite;

/// <summary>From a directory name to a file with the current schema, or a refusal that changes nothing.</summary>
internal static class SqliteOpening
{
    /// <returns>True when the store was created now.</returns>
    /// <exception cref="StoreUnusableException">The directory or the file cannot be used.</exception>
    public static bool Open(SqliteFile file, ImmutableArray<string> steps)
    {
        CreateDirectory(file);
        var isNew = !file.Exists;
        if (!isNew) SqliteInspection.Check(file, steps.Length);
        try
        {
            using var session = file.OpenForWriting();
            SqliteSchema.Migrate(session, file, steps);
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.Explain(e, file);
        }

        return isNew;
    }

    private static void CreateDirectory(SqliteFile file)
    {
        if (File.Exists(file.Directory))
            throw new StoreUnusableException($"The store's directory {file.Directory} is a file. Choose another directory.");
        try
        {
            Directory.CreateDirectory(file.Directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SqliteErrors.NotWritable(file, e);
        }
    }
}
