using ArchOpt.Storage.Mongo;
using MongoDB.Bson;

namespace ArchOpt.Storage.Tests.Mongo;

public sealed class a_lost_guard_is_noticed_and_put_back
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task And_a_replacement_that_conflicts_leaves_no_trial()
    {
        await using var database = new MongoTestDatabase();
        await using var store = await database.OpenStoreAsync();
        var study = Samples.Study();
        await store.TryCreateStudyAsync(study, Cancel);
        await database.Trials.DeleteOneAsync(new BsonDocument("_id", MongoSchema.Guard), Cancel);
        TrialWrite[] stale = [new TrialWrite.Replace(Samples.Running(Samples.Proposed(study, 3)))];

        var error = await Should.ThrowAsync<StoreUnusableException>(() => store.WriteAsync(study.Id, stale, Cancel));

        error.Message.ShouldContain(MongoSchema.Guard);
        (await store.ReadTrialsAsync(study.Id, new(), Cancel).ToArrayAsync(Cancel)).ShouldBeEmpty();
        (await store.WriteAsync(study.Id, stale, Cancel)).ShouldBe(new WriteResult(0, Conflict: true));
    }

    [Fact]
    public async Task At_the_latest_by_the_next_opening()
    {
        await using var database = new MongoTestDatabase();
        await using var store = await database.OpenStoreAsync();
        await database.Trials.DeleteOneAsync(new BsonDocument("_id", MongoSchema.Guard), Cancel);
        await using var next = await database.OpenStoreAsync();
        (await database.Trials.CountDocumentsAsync(new BsonDocument("_id", MongoSchema.Guard), cancellationToken: Cancel)).ShouldBe(1);
    }
}
