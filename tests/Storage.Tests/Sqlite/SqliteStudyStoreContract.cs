using ArchOpt.Storage.Sqlite;
using ArchOpt.Storage.Tests.Contract;

namespace ArchOpt.Storage.Tests.Sqlite;

public sealed class SqliteStudyStoreContract : StudyStoreContract
{
    private readonly TemporaryDirectory directory = new();

    protected override IStudyStore Create() => new SqliteStudyStore(directory.Path, TimeProvider.System);

    protected override ValueTask RemoveAsync()
    {
        directory.Dispose();
        return ValueTask.CompletedTask;
    }
}
