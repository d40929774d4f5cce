using System.Diagnostics;
using ArchOpt.Search.Configurations;
using ArchOpt.Storage.Sqlite;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Storage.Tests.Sqlite;

public sealed class without_space_nothing_is_acknowledged_that_is_not_stored : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly StudyRecord ballast = Samples.Study("ballast");
    private readonly StudyRecord study = Samples.Study();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task And_writing_goes_on_when_there_is_space_again()
    {
        await using var store = new SqliteStudyStore(new SqliteFile(directory.Path) { MaximumPages = 400 }, SqliteSchema.Steps, TimeProvider.System);
        await store.OpenAsync(Cancel);
        await ShouldKeepItsWordAsync(store, () => store.DeleteStudyAsync(ballast.Id, Cancel));
    }

    [Fact]
    public async Task And_writing_goes_on_when_a_really_full_disk_has_space_again()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "only root may mount a small file system");
        Assert.SkipUnless(await RunAsync("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", directory.Path) == 0, "no file system may be mounted here");
        try
        {
            var filler = Path.Combine(directory.Path, "filler");
            await File.WriteAllBytesAsync(filler, new byte[1 << 20], Cancel);
            await using var store = new SqliteStudyStore(directory.Path, TimeProvider.System);
            await store.OpenAsync(Cancel);
            await ShouldKeepItsWordAsync(store, () =>
            {
                File.Delete(filler);
                return Task.CompletedTask;
            });
        }
        finally
        {
            (await RunAsync("umount", directory.Path)).ShouldBe(0);
        }
    }

    public void Dispose() => directory.Dispose();

    private async Task ShouldKeepItsWordAsync(SqliteStudyStore store, Func<Task> makeSpace)
    {
        await store.TryCreateStudyAsync(ballast, Cancel);
        await store.TryCreateStudyAsync(study, Cancel);
        await WriteUntilFullAsync(store, ballast, most: 80);
        var (acknowledged, error) = await WriteUntilFullAsync(store, study, most: int.MaxValue);

        error.ShouldNotBeNull().Message.ShouldContain(directory.Database);
        error.Message.ShouldContain("not stored");
        (await NumbersAsync(store)).ShouldBe(acknowledged);

        await makeSpace();
        await WriteBatchAsync(store, study, acknowledged.Count);
        (await NumbersAsync(store)).Count.ShouldBe(acknowledged.Count + 2);
        (await store.CountTrialsAsync(study.Id, Cancel))[TrialState.Proposed].ShouldBe(acknowledged.Count + 2);
        (await store.ReadObservationsAsync(study.Id, 0, Cancel).CountAsync(Cancel)).ShouldBe(0);
    }

    private static async Task<(List<long> Acknowledged, StoreUnusableException? Error)> WriteUntilFullAsync(SqliteStudyStore store, StudyRecord study, int most)
    {
        var acknowledged = new List<long>();
        try
        {
            while (acknowledged.Count < most)
            {
                await WriteBatchAsync(store, study, acknowledged.Count);
                acknowledged.AddRange([acknowledged.Count, acknowledged.Count + 1]);
            }

            return (acknowledged, null);
        }
        catch (StoreUnusableException e)
        {
            return (acknowledged, e);
        }
    }

    private static async Task WriteBatchAsync(SqliteStudyStore store, StudyRecord study, int first)
    {
        var large = Configuration.Of(("text", new string('x', 8_000)));
        (await store.WriteAsync(
            study.Id,
            [
                new TrialWrite.Insert(Samples.Proposed(study, first) with { Configuration = large }),
                new TrialWrite.Insert(Samples.Proposed(study, first + 1) with { Configuration = large }),
            ],
            Cancel)).ShouldBe(new WriteResult(2, Conflict: false));
    }

    private async Task<List<long>> NumbersAsync(SqliteStudyStore store) =>
        await store.ReadTrialsAsync(study.Id, new(), Cancel).Select(t => t.Number).ToListAsync(Cancel);

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        await process.WaitForExitAsync(Cancel);
        return process.ExitCode;
    }
}
