using ArchOpt.Storage.Sqlite;

namespace ArchOpt.Analysis.Tests.Indexing;

/// <summary>A Sqlite store in a directory of its own.</summary>
internal sealed class SqliteHome : IAsyncDisposable
{
    private readonly DirectoryInfo directory;

    private SqliteHome(DirectoryInfo directory, SqliteStudyStore store) => (this.directory, Store) = (directory, store);

    public SqliteStudyStore Store { get; }

    public static async Task<SqliteHome> OpenAsync(CancellationToken cancellationToken)
    {
        var home = Directory.CreateTempSubdirectory("archopt-index-");
        var store = new SqliteStudyStore(home.FullName, TimeProvider.System);
        await store.OpenAsync(cancellationToken);
        return new(home, store);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        directory.Delete(recursive: true);
    }
}
