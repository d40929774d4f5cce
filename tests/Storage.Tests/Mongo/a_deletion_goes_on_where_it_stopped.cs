using ArchOpt.Storage.Mongo;
using ArchOpt.Studies.Trials;
using MongoDB.Bson;

namespace ArchOpt.Storage.Tests.Mongo;

public sealed class a_deletion_goes_on_where_it_stopped : IAsyncLifetime
{
    private readonly MongoTestDatabase database = new();
    private readonly StudyRecord study = Samples.Study();
    private MongoStudyStore store = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        store = await database.OpenStoreAsync();
        await store.TryCreateStudyAsync(study, Cancel);
        await store.WriteAsync(study.Id, [.. Enumerable.Range(0, 20).Select(n => new TrialWrite.Insert(Samples.Proposed(study, n)))], Cancel);
        await store.AppendCurveAsync(study.Id, [new(0, 1, 1, Samples.Metrics(("loss", 1)))], Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task From_its_first_step_on_nobody_sees_the_study()
    {
        await BeginDeletionAsync(DateTime.UtcNow);
        (await store.FindStudyAsync(study.Name, Cancel)).ShouldBeNull();
        (await store.FindStudyByIdAsync(study.Id, Cancel)).ShouldBeNull();
        (await store.ListStudiesAsync(Cancel)).ShouldBeEmpty();
        (await store.WriteAsync(study.Id, [new TrialWrite.Insert(Samples.Proposed(study, 20))], Cancel)).ShouldBe(new WriteResult(0, Conflict: true));
        (await store.TryReplaceStudyAsync(study with { Revision = 2 }, Cancel)).ShouldBeFalse();
        (await store.TryCreateStudyAsync(Samples.Study(study.Name, "another id"), Cancel)).ShouldBeTrue();
    }

    [Fact]
    public async Task The_next_opening_removes_what_is_left()
    {
        await BeginDeletionAsync(DateTime.UtcNow);
        await using var next = await database.OpenStoreAsync();
        await ShouldHoldNothingAsync();
    }

    [Fact]
    public async Task So_does_the_next_deletion_of_the_same_study()
    {
        await BeginDeletionAsync(DateTime.UtcNow);
        await store.DeleteStudyAsync(study.Id, Cancel);
        await ShouldHoldNothingAsync();
    }

    [Fact]
    public async Task A_trial_that_was_written_behind_the_deletion_goes_at_an_opening_and_so_does_the_last_trace()
    {
        await store.DeleteStudyAsync(study.Id, Cancel);
        await database.Trials.InsertOneAsync(new BsonDocument { { "study", study.Id }, { "number", 20L } }, cancellationToken: Cancel);
        await BeginDeletionAsync(DateTime.UtcNow.AddHours(-2));

        await using var next = await database.OpenStoreAsync();

        await ShouldHoldNothingAsync();
        (await database.Studies.CountDocumentsAsync(new BsonDocument(), cancellationToken: Cancel)).ShouldBe(0);
    }

    [Fact]
    public async Task Who_brings_the_same_study_back_finds_it_empty()
    {
        await BeginDeletionAsync(DateTime.UtcNow);
        (await store.TryCreateStudyAsync(study, Cancel)).ShouldBeTrue();
        (await store.ListStudiesAsync(Cancel)).ShouldBe([study]);
        await ShouldHoldNothingAsync();
    }

    /// <summary>What a process leaves that is killed behind its first step.</summary>
    private Task BeginDeletionAsync(DateTime when) => database.Studies.UpdateOneAsync(
        new BsonDocument("_id", study.Id),
        new BsonDocument { { "$set", new BsonDocument("deleted", when) }, { "$unset", new BsonDocument { { "name", "" }, { "record", "" } } } },
        cancellationToken: Cancel);

    private async Task ShouldHoldNothingAsync()
    {
        (await database.Trials.CountDocumentsAsync(new BsonDocument("study", study.Id), cancellationToken: Cancel)).ShouldBe(0);
        (await database.Curves.CountDocumentsAsync(new BsonDocument(), cancellationToken: Cancel)).ShouldBe(0);
    }
}
