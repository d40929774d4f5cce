using System.Collections.Immutable;
using ArchOpt.Storage.Sqlite;

namespace ArchOpt.Storage.Tests.Sqlite;

/// <summary>An older build is played by this one; a newer one by this one with another step.</summary>
public sealed class a_schema_is_migrated_in_one_step_or_not_at_all : IDisposable
{
    private static readonly ImmutableArray<string> Newer = SqliteSchema.Steps.Add("ALTER TABLE trials ADD COLUMN note TEXT; UPDATE trials SET note = 'migrated';");

    private readonly TemporaryDirectory directory = new();
    private readonly Studies.Trials.StudyRecord study = Samples.Study();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_newer_build_brings_an_older_store_forward_with_everything_in_it()
    {
        await FillAsync();
        await using (var store = await OpenAsync(Newer))
            (await store.ReadTrialsAsync(study.Id, new(), Cancel).CountAsync(Cancel)).ShouldBe(5);
        Read("PRAGMA user_version").ShouldBe(Newer.Length);
        Read("SELECT count(*) FROM trials WHERE note = 'migrated'").ShouldBe(5);
    }

    [Fact]
    public async Task After_that_the_older_build_refuses_it()
    {
        await FillAsync();
        await using (await OpenAsync(Newer))
        {
            // Opening migrates.
        }

        var error = await Should.ThrowAsync<StoreUnusableException>(() => OpenAsync(SqliteSchema.Steps));
        error.Message.ShouldContain($"schema version {Newer.Length}");
        error.Message.ShouldContain($"up to {SqliteSchema.Version}");
    }

    [Fact]
    public async Task A_step_that_fails_leaves_the_older_schema_in_use()
    {
        await FillAsync();
        var failing = Newer.Add("CREATE TABLE half_done (x); SELECT no_such_function();");
        await Should.ThrowAsync<StoreUnusableException>(() => OpenAsync(failing));
        Read("PRAGMA user_version").ShouldBe(SqliteSchema.Version);
        Read("SELECT count(*) FROM sqlite_schema WHERE name = 'half_done'").ShouldBe(0);
        await using var store = await OpenAsync(SqliteSchema.Steps);
        (await store.ReadTrialsAsync(study.Id, new(), Cancel).CountAsync(Cancel)).ShouldBe(5);
    }

    [Fact]
    public async Task Many_who_open_a_new_store_at_once_all_find_one_schema()
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => OpenAsync(SqliteSchema.Steps)));
        await stores[0].TryCreateStudyAsync(study, Cancel);
        foreach (var store in stores)
        {
            (await store.ListStudiesAsync(Cancel)).ShouldBe([study]);
            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_store_opens_while_another_writes()
    {
        await using var writer = await OpenAsync(SqliteSchema.Steps);
        await writer.TryCreateStudyAsync(study, Cancel);
        var writing = Task.Run(
            async () =>
            {
                for (var n = 0; n < 100; n++) await writer.WriteAsync(study.Id, [new TrialWrite.Insert(Samples.Proposed(study, n))], Cancel);
            },
            Cancel);
        do
        {
            await using var reader = await OpenAsync(SqliteSchema.Steps);
            (await reader.ListStudiesAsync(Cancel)).ShouldBe([study]);
        }
        while (!writing.IsCompleted);

        await writing;
    }

    public void Dispose() => directory.Dispose();

    private async Task FillAsync()
    {
        await using var store = await OpenAsync(SqliteSchema.Steps);
        await store.TryCreateStudyAsync(study, Cancel);
        await store.WriteAsync(study.Id, [.. Enumerable.Range(0, 5).Select(n => new TrialWrite.Insert(Samples.Proposed(study, n)))], Cancel);
    }

    private async Task<SqliteStudyStore> OpenAsync(ImmutableArray<string> schema)
    {
        var store = new SqliteStudyStore(new SqliteFile(directory.Path), schema, TimeProvider.System);
        await store.OpenAsync(Cancel);
        return store;
    }

    private long Read(string sql)
    {
        using var session = new SqliteFile(directory.Path).OpenForReading();
        return (long)session.Scalar(sql)!;
    }
}
