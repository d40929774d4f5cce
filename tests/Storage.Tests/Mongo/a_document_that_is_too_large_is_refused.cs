using ArchOpt.Search.Configurations;

namespace ArchOpt.Storage.Tests.Mongo;

public sealed class a_document_that_is_too_large_is_refused
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>As a mistake of the caller: the store works, and to wait for it would be to wait for ever.</summary>
    [Fact]
    public async Task And_leaves_nothing()
    {
        await using var database = new MongoTestDatabase();
        await using var store = await database.OpenStoreAsync();
        var study = Samples.Study();
        await store.TryCreateStudyAsync(study, Cancel);
        var trial = Samples.Proposed(study, 0) with { Configuration = Configuration.Of(("text", new string('x', 17 << 20))) };

        var error = await Should.ThrowAsync<ArgumentException>(() => store.WriteAsync(study.Id, [new TrialWrite.Insert(trial)], Cancel));

        error.Message.ShouldContain("16 MB");
        (await store.FindTrialAsync(study.Id, 0, Cancel)).ShouldBeNull();
        (await store.WriteAsync(study.Id, [new TrialWrite.Insert(Samples.Proposed(study, 0))], Cancel)).Conflict.ShouldBeFalse();
    }
}
