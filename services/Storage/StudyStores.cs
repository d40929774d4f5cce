using ArchOpt.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace ArchOpt.Storage;

/// <summary>
/// Opens the store that a connection string names: <c>sqlite:DIRECTORY</c>, or <c>mongodb://...</c> where the build
/// has that adapter.
/// </summary>
public static class StudyStores
{
    private const string SqliteScheme = "sqlite:";

    /// <summary>The store, not opened yet.</summary>
    /// <exception cref="StoreUnusableException">The string names no store that this build can use. Credentials in it are not repeated.</exception>
    public static IStudyStore Create(string connectionString, TimeProvider time, ILogger? logger = null)
    {
        var scheme = connectionString.IndexOf(':', StringComparison.Ordinal) is var colon and > 0 ? connectionString[..colon] : "";
        switch (scheme)
        {
            case "sqlite" when connectionString.Length > SqliteScheme.Length && !string.IsNullOrWhiteSpace(connectionString[SqliteScheme.Length..]):
                return new SqliteStudyStore(connectionString[SqliteScheme.Length..], time, logger);
            case "sqlite":
                throw new StoreUnusableException("The store's connection string 'sqlite:' names no directory. Write sqlite:DIRECTORY.");
            case "mongodb" or "mongodb+srv":
                return StoreAdapters.Mongo(connectionString, time, logger);
            default:
                // The string may be a password in the wrong place: only what looks like a scheme is repeated.
                throw new StoreUnusableException(
                    $"The store's connection string has {(scheme.Length == 0 ? "no scheme" : $"the unknown scheme '{scheme}'")}. Write sqlite:DIRECTORY or mongodb://HOST/DATABASE.");
        }
    }

    /// <summary>
    /// Whether there is something to open, so that whoever only wants to read does not create a store. True for a server and
    /// for a string that names no store: of these, only opening can tell.
    /// </summary>
    public static bool MayExist(string connectionString) =>
        !connectionString.StartsWith(SqliteScheme, StringComparison.Ordinal)
        || string.IsNullOrWhiteSpace(connectionString[SqliteScheme.Length..])
        || new SqliteFile(connectionString[SqliteScheme.Length..]).Exists;

    /// <summary>As <see cref="Create"/>, opened: created when absent, migrated when older.</summary>
    /// <exception cref="StoreUnusableException">See <see cref="IStudyStore.OpenAsync"/>.</exception>
    public static async Task<IStudyStore> OpenAsync(
        string connectionString,
        TimeProvider time,
        ILogger? logger,
        CancellationToken cancellationToken)
    {
        var store = Create(connectionString, time, logger);
        try
        {
            await store.OpenAsync(cancellationToken);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }
}
