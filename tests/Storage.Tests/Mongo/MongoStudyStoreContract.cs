using ArchOpt.Storage.Tests.Contract;

namespace ArchOpt.Storage.Tests.Mongo;

public sealed class MongoStudyStoreContract : StudyStoreContract
{
    private readonly MongoTestDatabase database = new();

    protected override IStudyStore Create() => database.CreateStore();

    protected override ValueTask RemoveAsync() => database.DisposeAsync();
}
