using ArchOpt.Testing;

namespace ArchOpt.Cli.Tests.Bench;

public class Going_on_after_an_interruption
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Runs_only_what_is_missing()
    {
        using var directory = new TemporaryDirectory();
        await BenchAsync(directory, seeds: 1);
        var before = await RunsAsync(directory);

        var result = await BenchAsync(directory, seeds: 2);

        result.ExitCode.ShouldBe(0, result.Error);
        var after = await RunsAsync(directory);
        after.Take(before.Length).ShouldBe(before);
        after.Length.ShouldBe(1 + 16);
        after.Select(Key).Distinct().Count().ShouldBe(after.Length);
    }

    [Fact]
    public async Task Changes_nothing_when_nothing_is_missing()
    {
        using var directory = new TemporaryDirectory();
        var first = await BenchAsync(directory, seeds: 1);
        var before = await RunsAsync(directory);

        var second = await BenchAsync(directory, seeds: 1);

        second.Output.ShouldBe(first.Output);
        (await RunsAsync(directory)).ShouldBe(before);
    }

    [Fact]
    public async Task Makes_a_half_written_run_again()
    {
        using var directory = new TemporaryDirectory();
        await BenchAsync(directory, seeds: 1);
        var text = await File.ReadAllTextAsync(directory["runs.csv"], TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(directory["runs.csv"], text[..^10], TestContext.Current.CancellationToken);

        var result = await BenchAsync(directory, seeds: 1);

        result.ExitCode.ShouldBe(0, result.Error);
        (await RunsAsync(directory)).Select(Outcome).Order(StringComparer.Ordinal)
            .ShouldBe(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Outcome).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Keeps_every_finished_run_when_it_is_interrupted()
    {
        using var directory = new TemporaryDirectory();
        using var interruption = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var bench = Archopt.RunAsync(
            ["bench", "classic", "--strategies", "random", "--seeds", "10000", "--trials", "20", "--threads", "2", "--out", directory.Path], "", null, interruption.Token);
        await Eventually.TrueAsync(
            () => File.Exists(directory["runs.csv"]) && new FileInfo(directory["runs.csv"]).Length > 1_000, Deadline, "some runs have finished", TestContext.Current.CancellationToken);

        await interruption.CancelAsync();
        var result = await bench;

        result.ExitCode.ShouldBe(130);
        result.Error.ShouldContain($"the finished runs are in {directory.Path}, and the same command goes on from there");
        var finished = (await RunsAsync(directory)).Length - 1;
        finished.ShouldBeGreaterThan(2);
        var next = await Archopt.RunAsync("bench", "classic", "--strategies", "random", "--seeds", "1", "--trials", "20", "--out", directory.Path);
        next.ExitCode.ShouldBe(0, next.Error);
    }

    [Fact]
    public async Task Refuses_to_mix_runs_of_different_lengths()
    {
        using var directory = new TemporaryDirectory();
        await BenchAsync(directory, seeds: 1);

        var result = await Archopt.RunAsync("bench", "classic", "--strategies", "random", "--seeds", "1", "--trials", "7", "--out", directory.Path);

        result.ExitCode.ShouldBe(2);
        result.ErrorLines[^1].ShouldMatch("runs.csv has runs of '[a-z0-9]+' with 5 trials instead of 7; name another directory, or --fresh to start over.$"); // whichever finished first
        var fresh = await Archopt.RunAsync("bench", "classic", "--strategies", "random", "--seeds", "1", "--trials", "7", "--out", directory.Path, "--fresh");
        fresh.ExitCode.ShouldBe(0, fresh.Error);
        (await RunsAsync(directory)).Length.ShouldBe(1 + 8);
    }

    [Fact]
    public async Task Refuses_a_file_that_holds_something_else()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("runs.csv", "precious,data\n1,2\n");

        var result = await BenchAsync(directory, seeds: 1);

        result.ExitCode.ShouldBe(2);
        result.ErrorLines[0].ShouldContain("runs.csv:1: is no file of runs");
        (await RunsAsync(directory)).ShouldBe(["precious,data", "1,2"]);
    }

    [Fact]
    public async Task Says_when_another_build_of_the_search_made_the_runs()
    {
        using var directory = new TemporaryDirectory();
        await BenchAsync(directory, seeds: 1);
        var lines = await RunsAsync(directory);
        var build = lines[1].Split(',')[7];
        directory.Write("runs.csv", string.Join('\n', lines).Replace("," + build + ",", ",00000000,", StringComparison.Ordinal) + "\n");

        var result = await BenchAsync(directory, seeds: 1);

        result.Error.ShouldContain("8 of its runs were made by another build of the search");
    }

    private static Task<CliResult> BenchAsync(TemporaryDirectory directory, int seeds) =>
        Archopt.RunAsync("bench", "classic", "--strategies", "random", "--seeds", $"{seeds}", "--trials", "5", "--out", directory.Path);

    private static Task<string[]> RunsAsync(TemporaryDirectory directory) => Comparing_strategies.LinesAsync(directory, "runs.csv");

    /// <summary>Problem, strategy and seed.</summary>
    private static string Key(string line) => string.Join(',', line.Split(',') is var cells ? new[] { cells[0], cells[2], cells[3] } : []);

    /// <summary>All but the time it took.</summary>
    private static string Outcome(string line) => string.Join(',', line.Split(',').Where((_, i) => i != 6));
}
