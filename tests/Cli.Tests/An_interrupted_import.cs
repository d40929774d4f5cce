using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ArchOpt.Storage.Sqlite;
using ArchOpt.Studies.Trials;
using ArchOpt.Testing;

namespace ArchOpt.Cli.Tests;

/// <summary>Whatever ends an import in its middle, the same call again makes it whole, and no trial counts twice.</summary>
public sealed class An_interrupted_import : IDisposable
{
    private const int Rows = 20_000;
    private const int Some = 2_000;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private readonly TemporaryDirectory files = new();

    private string Store => Path.Combine(files["data"], "store");

    private string[] Call => ["import", files["runs.csv"], "--study", "seed", "--objective", "loss", "--parameter", "dropout", "lr", "--embedded", "--data", files["data"]];

    public void Dispose() => files.Dispose();

    [Fact]
    public async Task A_process_that_is_killed()
    {
        files.Write("runs.csv", Csv());
        var start = new ProcessStartInfo("dotnet", [typeof(CliProgram).Assembly.Location, .. Call]) { UseShellExecute = false, RedirectStandardOutput = true };
        using var process = Process.Start(start).ShouldNotBeNull();
        try
        {
            await StoredAsync(() => process.HasExited);
        }
        finally
        {
            process.Kill(entireProcessTree: true); // SIGKILL
        }

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await IsMadeWholeAsync();
    }

    [Fact]
    public async Task A_person_who_interrupts_it()
    {
        files.Write("runs.csv", Csv());
        using var interruption = new CancellationTokenSource();
        var import = Archopt.RunAsync(Call, "", null, interruption.Token);
        await StoredAsync(() => import.IsCompleted);
        await interruption.CancelAsync();
        var interrupted = await import;
        interrupted.ExitCode.ShouldBe(130);
        interrupted.ErrorLines.ShouldContain("seed: interrupted; the same call again goes on where it stopped.");
        await IsMadeWholeAsync();
    }

    private async Task IsMadeWholeAsync()
    {
        var before = await CountAsync();
        before.ShouldBeInRange(Some, Rows - 1, "it was interrupted in the middle");

        var again = await Archopt.RunAsync(Call);
        again.Error.ShouldBeEmpty();
        again.OutputLines[0].ShouldBe($"seed: imported {Rows - before} trials as {before} to {Rows - 1} ({before} already there)");

        (await CountAsync()).ShouldBe(Rows);
        var verified = await Archopt.RunAsync("verify", "seed", "--json", "--embedded", "--data", files["data"]);
        using var answer = JsonDocument.Parse(verified.Output);
        answer.RootElement.GetProperty("problems").GetArrayLength().ShouldBe(0);
        answer.RootElement.GetProperty("trials").GetInt32().ShouldBe(Rows);
        await using var store = await OpenAsync();
        var study = (await store.FindStudyAsync("seed", TestContext.Current.CancellationToken)).ShouldNotBeNull();
        (study.Imported, study.Status).ShouldBe((Rows, StudyStatus.Completed));
        var rows = await store.ReadTrialsAsync(study.Id, new(), TestContext.Current.CancellationToken).Select(trial => trial.Import!.Row).ToListAsync(TestContext.Current.CancellationToken);
        rows.ShouldBe(Enumerable.Range(1, Rows).Select(row => (long)row));
    }

    private async Task StoredAsync(Func<bool> hasEnded) => await Eventually.TrueAsync(
        async () => hasEnded() || (File.Exists(Path.Combine(Store, "archopt.db")) && await CountAsync() >= Some), Deadline, "a part of the file is stored", TestContext.Current.CancellationToken);

    private async Task<long> CountAsync()
    {
        await using var store = await OpenAsync();
        return await store.FindStudyAsync("seed", TestContext.Current.CancellationToken) is { } study
            ? (await store.CountTrialsAsync(study.Id, TestContext.Current.CancellationToken)).Values.Sum()
            : 0;
    }

    private async Task<SqliteStudyStore> OpenAsync()
    {
        var store = new SqliteStudyStore(Store, TimeProvider.System);
        await store.OpenAsync(TestContext.Current.CancellationToken);
        return store;
    }

    private static string Csv()
    {
        var random = new Random(7);
        var csv = new StringBuilder("dropout,lr,loss\n");
        for (var row = 0; row < Rows; row++)
            csv.Append(CultureInfo.InvariantCulture, $"{random.NextDouble():F6},{random.NextDouble():F6},{random.NextDouble():F6}\n");
        return csv.ToString();
    }
}
