using System.Diagnostics;
using System.Globalization;
using ArchOpt.Storage.Sqlite;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Storage.Tests.Sqlite;

/// <summary>
/// A process of its own writes and is killed: closing a store in this process, or abandoning it, would not show that
/// nothing waits in a buffer of the process.
/// </summary>
public sealed class everything_acknowledged_survives_kill_9 : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 400)]
    [InlineData(4, 2_000)]
    [InlineData(16, 5_000)]
    public async Task And_a_batch_is_there_as_a_whole_or_not_at_all(int callers, int acknowledgements)
    {
        var study = Samples.Study();
        await using (var store = await OpenAsync()) await store.TryCreateStudyAsync(study, Cancel);

        var acknowledged = await WriteUntilKilledAsync(study, callers, acknowledgements);

        await using var reopened = await OpenAsync();
        var trials = await reopened.ReadTrialsAsync(study.Id, new(), Cancel).ToDictionaryAsync(t => t.Number, cancellationToken: Cancel);
        foreach (var line in acknowledged)
        {
            var (what, number) = (line.Split(' ')[0], long.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
            trials.ShouldContainKey(number, line);
            if (what == "completed") trials[number].State.ShouldBe(TrialState.Completed, line);
        }

        // The writer's batches are eight numbers each.
        trials.Values.GroupBy(t => t.Number / 8).ShouldAllBe(batch => batch.Count() == 8 && batch.Select(t => t.State).Distinct().Count() == 1);
        var observed = await reopened.ReadObservationsAsync(study.Id, 0, Cancel).ToArrayAsync(Cancel);
        observed.Select(o => o.Trial.Number).ShouldBe(trials.Values.Where(t => t.State == TrialState.Completed).Select(t => t.Number).Order());
        (await reopened.CountTrialsAsync(study.Id, Cancel)).Values.Sum().ShouldBe(trials.Count);
    }

    [Fact]
    public async Task And_another_process_that_writes_to_the_same_file_is_not_disturbed()
    {
        var (doomed, own) = (Samples.Study("doomed"), Samples.Study("own"));
        await using var store = await OpenAsync();
        await store.TryCreateStudyAsync(doomed, Cancel);
        await store.TryCreateStudyAsync(own, Cancel);

        var dying = WriteUntilKilledAsync(doomed, callers: 2, acknowledgements: 1_000);
        var number = 0L;
        do
        {
            var trial = Samples.Proposed(own, number++);
            (await store.WriteAsync(own.Id, [new TrialWrite.Insert(trial)], Cancel)).Conflict.ShouldBeFalse();
        }
        while (!dying.IsCompleted);

        (await dying).Count.ShouldBeGreaterThanOrEqualTo(999);
        (await store.WriteAsync(own.Id, [new TrialWrite.Insert(Samples.Proposed(own, number++))], Cancel)).Conflict.ShouldBeFalse();
        (await store.ReadTrialsAsync(own.Id, new(), Cancel).CountAsync(Cancel)).ShouldBe((int)number);
        (await store.ReadTrialsAsync(doomed.Id, new(), Cancel).CountAsync(Cancel)).ShouldBeGreaterThan(100);
    }

    public void Dispose() => directory.Dispose();

    private async Task<List<string>> WriteUntilKilledAsync(StudyRecord study, int callers, int acknowledgements)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "ArchOpt.CrashingWriter.dll"),
                directory.Path,
                study.Id,
                callers.ToString(CultureInfo.InvariantCulture),
            },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync(Cancel);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        deadline.CancelAfter(Deadline);
        var lines = new List<string>();
        try
        {
            // What it said before it died counts too, so the pipe is read to its end.
            while (await process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
            {
                lines.Add(line);
                if (lines.Count == acknowledgements) process.Kill(); // SIGKILL
            }
        }
        finally
        {
            process.Kill();
        }

        await process.WaitForExitAsync(Cancel);
        lines.Count.ShouldBeGreaterThanOrEqualTo(acknowledgements, await errors);
        // The last line may be cut.
        if (lines[^1].Split(' ') is not ["inserted" or "completed", { Length: > 0 }]) lines.RemoveAt(lines.Count - 1);
        return lines;
    }

    private async Task<SqliteStudyStore> OpenAsync()
    {
        var store = new SqliteStudyStore(directory.Path, TimeProvider.System);
        await store.OpenAsync(Cancel);
        return store;
    }
}
