using ArchOpt.Storage;

namespace ArchOpt.Cli.Copying;

/// <summary>A store that a call names, and the data directory around it, held as long as the store is used.</summary>
internal sealed class NamedStore : IAsyncDisposable
{
    private const string SqliteScheme = "sqlite:";

    /// <summary>What a running system holds in its data directory: archopt's own, and AppHost's.</summary>
    private static readonly string[] Locks = ["lock", "apphost.lock"];

    private readonly List<FileStream> held;

    private NamedStore(IStudyStore store, List<FileStream> held)
    {
        Store = store;
        this.held = held;
    }

    public IStudyStore Store { get; }

    /// <summary>The connection string; for SQLite with the full path, and the store inside where a data directory is named.</summary>
    public static string Normalize(string connectionString)
    {
        if (!connectionString.StartsWith(SqliteScheme, StringComparison.Ordinal)) return connectionString;
        var directory = connectionString[SqliteScheme.Length..];
        if (string.IsNullOrWhiteSpace(directory)) return connectionString;
        var inside = SqliteScheme + Path.Combine(Path.GetFullPath(directory), "store");
        return !StudyStores.MayExist(connectionString) && StudyStores.MayExist(inside) ? inside : SqliteScheme + Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
    }

    /// <param name="option">For messages.</param>
    /// <param name="connectionString">Normalized.</param>
    /// <exception cref="CliException">A running process uses the store.</exception>
    /// <exception cref="StoreUnusableException">See <see cref="IStudyStore.OpenAsync"/>.</exception>
    public static async Task<NamedStore> OpenAsync(string option, string connectionString, TimeProvider time, CancellationToken cancellationToken)
    {
        var locks = Hold(option, connectionString);
        try
        {
            return new(await StudyStores.OpenAsync(connectionString, time, logger: null, cancellationToken), locks);
        }
        catch
        {
            locks.ForEach(static file => file.Dispose());
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        held.ForEach(static file => file.Dispose());
    }

    /// <summary>Only what is there is held: a store need not be in a data directory.</summary>
    private static List<FileStream> Hold(string option, string connectionString)
    {
        var locks = new List<FileStream>();
        if (!connectionString.StartsWith(SqliteScheme, StringComparison.Ordinal)) return locks;
        if (Path.GetDirectoryName(connectionString[SqliteScheme.Length..]) is not { Length: > 0 } directory) return locks;
        try
        {
            foreach (var file in Locks.Select(name => Path.Combine(directory, name)).Where(File.Exists))
                locks.Add(new(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None));
            return locks;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            locks.ForEach(static file => file.Dispose());
            throw CliException.Wrong($"{option}: {directory} is in use by a running ArchOpt system; stop it first.", e);
        }
    }
}
