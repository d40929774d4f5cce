using System.Text.Json;
using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Trials;
using ArchOpt.Testing;

namespace ArchOpt.Cli.Tests;

public sealed class Watching_a_study : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly TemporaryDirectory files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public async Task In_a_pipe_there_is_a_new_page_only_when_something_changed()
    {
        await using var server = await StubServer.StartAsync();
        var study = GroupViews.Study();
        var changed = study with { EpochsSaved = 400 };
        server.Sequence("GET /studies/cvrp", study, study with { ElapsedSeconds = 201 }, changed with { ElapsedSeconds = 202 }, changed with { Status = StudyStatus.Completed });

        var result = await Archopt.OnAsync(server, "show", "cvrp", "--watch");

        result.ExitCode.ShouldBe(0, result.Error);
        result.OutputLines.Where(line => line.StartsWith("cvrp", StringComparison.Ordinal)).ShouldBe(["cvrp  Running (started)", "cvrp  Running (started)", "cvrp  Completed (started)"]);
        result.OutputLines.Count(line => line == "  epochs saved  400").ShouldBe(2);
        result.Output.ShouldNotContain('\u001b');
    }

    [Fact]
    public async Task As_json_every_change_is_one_document_on_a_line()
    {
        await using var server = await StubServer.StartAsync();
        server.Sequence("GET /studies/cvrp", GroupViews.Study(), GroupViews.Study(), GroupViews.Study() with { Status = StudyStatus.Completed });

        var result = await Archopt.OnAsync(server, "show", "cvrp", "--watch", "--json");

        result.OutputLines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("status").GetString()).ShouldBe(["Running", "Completed"]);
    }

    [Fact]
    public async Task On_a_terminal_the_last_page_stays()
    {
        await using var server = await StubServer.StartAsync();
        server.Sequence("GET /studies/cvrp", GroupViews.Study(), GroupViews.Study(), GroupViews.Study() with { Status = StudyStatus.Completed });

        var result = await Archopt.RunAsync(
            ["show", "cvrp", "--watch", "--server", server.Url], "", new Dictionary<string, string> { ["NO_COLOR"] = "1" }, TestContext.Current.CancellationToken, outputTerminal: true);

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldContain("cvrp  Running");
        result.Output[result.Output.LastIndexOf("cvrp  ", StringComparison.Ordinal)..].ShouldStartWith("cvrp  Completed");
    }

    [Fact]
    public async Task A_server_that_goes_away_is_waited_for_and_said_once()
    {
        await using var server = await StubServer.StartAsync();
        _ = new ScriptedStudy(server, GroupViews.Study() with { Groups = [] }, _ => { }, _ => { }, _ => { }, s => s.Study = s.Study with { Status = StudyStatus.Cancelled }) { BreakEvery = 7 };

        var result = await Archopt.OnAsync(server, "show", "cvrp", "--watch");

        result.ExitCode.ShouldBe(0, result.Error);
        result.ErrorLines.ShouldContain(line => line.Contains("no answer from", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unknown_study_is_refused_before_anything_is_shown()
    {
        await using var server = await StubServer.StartAsync();
        server.Text("GET /studies/nosuch", 404, """{"title":"There is no study 'nosuch'."}""");
        server.Json("GET /studies", Array.Empty<StudyView>());

        var result = await Archopt.OnAsync(server, "show", "nosuch", "--watch");

        result.ExitCode.ShouldBe(2);
        result.Output.ShouldBeEmpty();
        result.ErrorLines.ShouldHaveSingleItem().ShouldContain("nosuch");
    }

    [Fact]
    public async Task A_real_study_is_watched_from_its_groups_first_trials_to_its_end()
    {
        var file = files.Write("groups.yaml", """
            study: groups
            objectives: [{ metric: value, goal: minimize, thresholds: { good: 1e6, excellent: -1e6 } }]
            evaluator: { name: function, settings: { function: branin, delay_ms: 300 } }
            space:
              x1: { type: float, low: -5, high: 10 }
              x2: { type: float, low: 0, high: 15 }
              model: { type: categorical, values: [first, second] }
            groups:
              parameter: model
              plan: [{ group: first, trials: 4 }, { group: second, trials: 4, from: [first] }]
            strategy: { name: resilient }
            budget: { trials: 8, parallelism: 1 }
            """);
        using var interruption = new CancellationTokenSource();
        var serving = Archopt.RunAsync(["serve", "--port", "0", "--data", files["data"]], "", null, interruption.Token);
        var address = Path.Combine(files["data"], "address");
        await Eventually.TrueAsync(() => File.Exists(address), Deadline, "the server says where it listens", TestContext.Current.CancellationToken);
        var url = await File.ReadAllTextAsync(address, TestContext.Current.CancellationToken);

        var running = Archopt.RunAsync("run", file, "--server", url);
        await Eventually.TrueAsync(async () => (await Archopt.RunAsync("show", "groups", "--server", url)).ExitCode == 0, Deadline, "the study is there", TestContext.Current.CancellationToken);
        var watched = await Archopt.RunAsync("show", "groups", "--watch", "--server", url);
        var run = await running;
        var shown = await Archopt.RunAsync("show", "groups", "--server", url);
        await interruption.CancelAsync();
        (await serving).ExitCode.ShouldBe(0);

        watched.ExitCode.ShouldBe(0, watched.Error);
        run.ExitCode.ShouldBe(0, run.Error);
        var last = watched.Output[watched.Output.LastIndexOf("groups  Completed", StringComparison.Ordinal)..];
        last.ShouldBe(shown.Output); // what the store implies of the ended study is what its loop knew
        last.ShouldContain("trials        8 of 8: 8 completed");
        last.ShouldContain("groups        2 of 2 tested: first, second");
        last.ShouldContain("good <= 1E+06 (first by trial 0), excellent <= -1E+06 (not reached)");
        var told = run.ErrorLines.Where(line => line.Contains(": GOOD value ", StringComparison.Ordinal)).ToArray();
        told.Length.ShouldBe(8);
        told.Distinct().Count().ShouldBe(8);
        run.Error.ShouldContain("second begins");
        run.Error.ShouldContain("second starts from first's best, trial ");
    }
}
