using ArchOpt.Studies.Trials;

namespace ArchOpt.Storage.Tests.Contract;

/// <summary>
/// The promises of <see cref="IStudyStore"/>, one test each, for every adapter: inherit, and say how to open the store.
/// </summary>
public abstract partial class StudyStoreContract : IAsyncLifetime
{
    private readonly List<IStudyStore> opened = [];

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>An open store, empty when the test began.</summary>
    protected IStudyStore Store { get; private set; } = null!;

    /// <summary>A new object on the storage of this test; every call reaches the same data.</summary>
    protected abstract IStudyStore Create();

    /// <summary>Removes the storage of this test; all stores are closed.</summary>
    protected abstract ValueTask RemoveAsync();

    public async ValueTask InitializeAsync() => Store = await OpenAnotherAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var store in opened) await store.DisposeAsync();
        await RemoveAsync();
    }

    /// <summary>A second store on the same storage, as another process would have it.</summary>
    protected async Task<IStudyStore> OpenAnotherAsync()
    {
        var store = Create();
        opened.Add(store);
        await store.OpenAsync(Cancel);
        return store;
    }

    protected async Task<StudyRecord> CreateStudyAsync(string name = "lenet")
    {
        var study = Samples.Study(name);
        (await Store.TryCreateStudyAsync(study, Cancel)).ShouldBeTrue();
        return study;
    }

    /// <summary>Inserts trials 0 to count - 1.</summary>
    protected async Task<Trial[]> InsertAsync(StudyRecord study, int count)
    {
        Trial[] trials = [.. Enumerable.Range(0, count).Select(n => Samples.Proposed(study, n))];
        await ShouldApplyAsync(study, [.. trials.Select(t => new TrialWrite.Insert(t))]);
        return trials;
    }

    /// <summary>Replaces the trial, and returns it as written.</summary>
    protected async Task<Trial> ReplaceAsync(StudyRecord study, Trial next)
    {
        await ShouldApplyAsync(study, new TrialWrite.Replace(next));
        return next;
    }

    protected async Task ShouldApplyAsync(StudyRecord study, params TrialWrite[] writes) =>
        (await Store.WriteAsync(study.Id, writes, Cancel)).ShouldBe(new WriteResult(writes.Length, Conflict: false));

    /// <summary>The one write is refused, and the store is as it was.</summary>
    protected async Task ShouldConflictAsync(StudyRecord study, TrialWrite write)
    {
        var before = await ReadTrialsAsync(study);
        (await Store.WriteAsync(study.Id, [write], Cancel)).ShouldBe(new WriteResult(0, Conflict: true));
        (await ReadTrialsAsync(study)).ShouldBe(before);
    }

    protected async Task<Trial[]> ReadTrialsAsync(StudyRecord study, TrialQuery? query = null) =>
        await Store.ReadTrialsAsync(study.Id, query ?? new(), Cancel).ToArrayAsync(Cancel);

    protected async Task<ObservedAttempt[]> ReadObservationsAsync(StudyRecord study, long after = 0) =>
        await Store.ReadObservationsAsync(study.Id, after, Cancel).ToArrayAsync(Cancel);
}
