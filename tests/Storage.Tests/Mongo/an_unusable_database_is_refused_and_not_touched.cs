using System.Globalization;
using ArchOpt.Storage.Mongo;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ArchOpt.Storage.Tests.Mongo;

public sealed class an_unusable_database_is_refused_and_not_touched
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("mongodb://user:secret@", "not valid")]
    [InlineData("mongodb://user:sec/ret@host/archopt", "percent-encoded")]
    [InlineData("mongodb://user:secret@host/archopt?w=%zz&maxPoolSize=many", "not valid")]
    [InlineData("mongodb://user:secret@host:27017", "names no database")]
    [InlineData("mongodb://user:secret@host/?authSource=admin", "mongodb://host:27017/archopt")]
    public void A_string_without_a_usable_address_says_what_to_write_and_repeats_no_password(string connectionString, string says)
    {
        var error = Should.Throw<StoreUnusableException>(() => StudyStores.Create(connectionString, TimeProvider.System));
        error.Message.ShouldContain(says);
        error.ToString().ShouldNotContain("secret");
        error.ToString().ShouldNotContain("sec/ret");
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_named_in_bounded_time_and_its_password_is_not()
    {
        await using var store = StudyStores.Create("mongodb://user:secret@127.0.0.1:1/archopt?serverSelectionTimeoutMS=300", TimeProvider.System);
        var error = await Should.ThrowAsync<StoreUnusableException>(() => store.OpenAsync(Cancel));
        error.Message.ShouldContain("127.0.0.1:1/archopt does not answer");
        error.ToString().ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_newer_schema_is_left_to_the_newer_program()
    {
        await using var database = new MongoTestDatabase();
        await using (await database.OpenStoreAsync())
        {
        }

        await database.Database.GetCollection<BsonDocument>(MongoSchema.Store).UpdateOneAsync(
            new BsonDocument("_id", MongoSchema.SchemaId), new BsonDocument("$set", new BsonDocument("version", MongoSchema.Version + 1)), cancellationToken: Cancel);

        await using var store = database.CreateStore();
        (await Should.ThrowAsync<StoreUnusableException>(() => store.OpenAsync(Cancel))).Message
            .ShouldContain((MongoSchema.Version + 1).ToString(CultureInfo.InvariantCulture));
        await Should.ThrowAsync<InvalidOperationException>(() => store.ListStudiesAsync(Cancel));
    }

    [Fact]
    public async Task A_database_of_another_program_is_left_as_it_is()
    {
        await using var database = new MongoTestDatabase();
        await database.Trials.InsertOneAsync(new BsonDocument("patient", 7), cancellationToken: Cancel);

        await using var store = database.CreateStore();
        (await Should.ThrowAsync<StoreUnusableException>(() => store.OpenAsync(Cancel))).Message.ShouldContain("'trials'");

        (await (await database.Database.ListCollectionNamesAsync(cancellationToken: Cancel)).ToListAsync(Cancel)).ShouldBe([MongoSchema.Trials]);
        (await database.Trials.CountDocumentsAsync(new BsonDocument(), cancellationToken: Cancel)).ShouldBe(1);
    }

    [Fact]
    public async Task Any_number_of_processes_may_create_the_store_at_once()
    {
        await using var database = new MongoTestDatabase();
        var stores = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => database.OpenStoreAsync()));
        (await Task.WhenAll(stores.Select(store => store.TryCreateStudyAsync(Samples.Study(), Cancel)))).Count(created => created).ShouldBe(1);
        foreach (var store in stores) await store.DisposeAsync();
    }

    [Fact]
    public async Task A_creation_that_was_interrupted_is_completed_by_the_next_opening()
    {
        await using var database = new MongoTestDatabase();
        await database.Database.GetCollection<BsonDocument>(MongoSchema.Store).InsertOneAsync(
            new BsonDocument { { "_id", MongoSchema.SchemaId }, { "version", MongoSchema.Version } }, cancellationToken: Cancel);

        await using var store = await database.OpenStoreAsync();

        foreach (var (collection, index) in MongoSchema.Indexes)
        {
            using var cursor = await database.Database.GetCollection<BsonDocument>(collection).Indexes.ListAsync(Cancel);
            (await cursor.ToListAsync(Cancel)).Select(i => i["name"].AsString).ShouldContain(index.Options.Name);
        }
    }
}
