using Microsoft.Data.Sqlite;

namespace ArchOpt.Storage.Sqlite;

/// <summary>
/// Looks at an existing file before anything is allowed to write to it, so that a damaged store, a newer one, or
/// another program's database is refused exactly as it was found.
/// </summary>
internal static class SqliteInspection
{
    /// <exception cref="StoreUnusableException">The file is not a store that this program may open.</exception>
    public static void Check(SqliteFile file, int knownVersion)
    {
        if (file.IsCleanlyClosed)
        {
            try
            {
                Check(file, knownVersion, immutable: true);
                return;
            }
            catch (SqliteException) when (!file.IsCleanlyClosed)
            {
                // Another process opened the store meanwhile and changed it under our lock-free look: look again, with locks.
            }
            catch (SqliteException e)
            {
                throw SqliteErrors.Explain(e, file);
            }
        }

        try
        {
            Check(file, knownVersion, immutable: false);
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.Explain(e, file);
        }
    }

    private static void Check(SqliteFile file, int knownVersion, bool immutable)
    {
        using var session = file.OpenForInspection(immutable);
        var version = SqliteSchema.ReadVersion(session);
        if (SqliteSchema.ReadApplicationId(session) != SqliteSchema.ApplicationId)
        {
            // A process that died right after creating the file leaves a database without any table: still ours to fill.
            if (version == 0 && session.Scalar("SELECT 1 FROM sqlite_schema LIMIT 1") is null) return;
            throw new StoreUnusableException($"{file.Path} is the database of another program. Choose another directory for the store.");
        }

        if (version > knownVersion) throw SqliteSchema.Newer(file, version, knownVersion);
        if (session.Scalar("PRAGMA quick_check(1)") is not "ok" and var finding) throw SqliteErrors.Damaged(file, $"{finding}");
    }
}
