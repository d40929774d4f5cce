using ArchOpt.Storage.Mongo;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ArchOpt.Storage.Tests.Mongo;

/// <summary>
/// A database of one test on the server that <c>ARCHOPT_TEST_MONGODB</c> names, dropped with the test. Without the variable a
/// test that needs it is skipped; but never in CI, where a skipped suite would look like a passed one.
/// </summary>
public sealed class MongoTestDatabase : IAsyncDisposable
{
    public const string Variable = "ARCHOPT_TEST_MONGODB";

    private readonly MongoClient client;

    public MongoTestDatabase()
    {
        var server = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(server))
        {
            var reason = $"{Variable} names no MongoDB server, mongodb://127.0.0.1:27017 for example.";
            if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(reason);
            Assert.Skip(reason);
        }

        var address = new MongoUrlBuilder(server);
        address.AuthenticationSource ??= string.IsNullOrEmpty(address.DatabaseName) ? null : address.DatabaseName;
        address.DatabaseName = $"archopt_test_{Guid.NewGuid():N}";
        ConnectionString = address.ToString();
        client = new(MongoUrl.Create(ConnectionString));
        Database = client.GetDatabase(address.DatabaseName);
    }

    public string ConnectionString { get; }

    /// <summary>The database as it is, without the store.</summary>
    public IMongoDatabase Database { get; }

    public IMongoCollection<BsonDocument> Trials => Database.GetCollection<BsonDocument>(MongoSchema.Trials);

    public IMongoCollection<BsonDocument> Studies => Database.GetCollection<BsonDocument>(MongoSchema.Studies);

    public IMongoCollection<BsonDocument> Curves => Database.GetCollection<BsonDocument>(MongoSchema.Curves);

    public MongoStudyStore CreateStore() => new(ConnectionString, TimeProvider.System);

    public async Task<MongoStudyStore> OpenStoreAsync()
    {
        var store = CreateStore();
        await store.OpenAsync(TestContext.Current.CancellationToken);
        return store;
    }

    public async ValueTask DisposeAsync()
    {
        await client.DropDatabaseAsync(Database.DatabaseNamespace.DatabaseName, CancellationToken.None);
        client.Dispose();
    }
}
