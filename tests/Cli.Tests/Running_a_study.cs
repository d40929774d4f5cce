using ArchOpt.Contracts.Http;
using System.Text.Json;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Studies.Trials;
using Microsoft.AspNetCore.Http;

namespace ArchOpt.Cli.Tests;

public sealed class Running_a_study : IDisposable
{
    private readonly TemporaryDirectory files = new();
    private readonly string file;

    public Running_a_study() => file = files.Write("demo.yaml", """
        study: demo
        objectives: [{ metric: value, goal: maximize }]
        evaluator: { name: function, settings: { function: branin } }
        space: { x1: { type: float, low: -5, high: 10 }, x2: { type: float, low: 0, high: 15 } }
        strategy: { name: random }
        budget: { trials: 10 }
        """);

    public void Dispose() => files.Dispose();

    [Fact]
    public async Task Follows_it_to_its_end_and_prints_the_best()
    {
        await using var server = await ServerAsync(201, Views.Study(StudyStatus.Running, 0, 4), Views.Study(StudyStatus.Running, 4, 4), Views.Study(StudyStatus.Completed, 10));

        var result = await Archopt.OnAsync(server, "run", file);

        result.ExitCode.ShouldBe(0);
        result.OutputLines.ShouldBe(
        [
            "study          demo",
            "status         Completed (all 10 trials have ended)",
            "trials         10: 10 completed",
            "elapsed        13 s",
            "best           0.0712 (trial 3)",
            $"configuration  {Views.Nested}",
        ]);
        result.ErrorLines[0].ShouldBe("demo: 0/10 trials, 4 running");
        server.Asked.First().Request.ShouldBe("POST /studies");
    }

    [Fact]
    public async Task Prints_one_json_document_and_nothing_else_on_standard_output()
    {
        await using var server = await ServerAsync(200, Views.Study(StudyStatus.Completed, 9, failed: 1));

        var result = await Archopt.OnAsync(server, "run", file, "--json");

        var document = JsonDocument.Parse(result.Output).RootElement;
        document.EnumerateObject().Select(p => p.Name).ShouldBe(["study", "status", "reason", "trials", "best", "elapsedSeconds", "strategy"]);
        document.GetProperty("trials").GetProperty("completed").GetInt64().ShouldBe(9);
        document.GetProperty("best").EnumerateObject().Select(p => p.Name).ShouldBe(["number", "value", "configuration", "metrics", "replicates"]);
        result.Error.ShouldContain("demo: goes on after 10 trials.");
    }

    [Fact]
    public async Task Without_a_completed_trial_it_ends_with_1_and_a_null_best()
    {
        await using var server = await ServerAsync(201, Views.Study(StudyStatus.Completed, 0, failed: 10));
        server.Json("GET /studies/demo/trials?after=-1&limit=1000&state=Failed", new TrialPage([Views.Trial(0, TrialState.Failed, double.NaN)], null));

        var result = await Archopt.OnAsync(server, "run", file, "--json");

        result.ExitCode.ShouldBe(1);
        result.ErrorLines[^1].ShouldStartWith("demo: trial 0 failed: ");
        JsonDocument.Parse(result.Output).RootElement.GetProperty("best").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_study_that_failed_ends_with_1_though_it_has_a_best()
    {
        await using var server = await ServerAsync(201, Views.Study(StudyStatus.Failed, 4, failed: 3));

        (await Archopt.OnAsync(server, "run", file)).ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task Options_take_the_place_of_what_the_file_says()
    {
        await using var server = await ServerAsync(201, Views.Study(StudyStatus.Completed, 10));
        server.Json("GET /studies/other", Views.Study(StudyStatus.Completed, 10));

        await Archopt.OnAsync(server, "run", file, "--name", "other", "--trials", "77", "--seed", "5", "--parallelism", "3");

        var sent = JsonDocument.Parse(server.Asked.First().Body).RootElement;
        sent.GetProperty("study").GetString().ShouldBe("other");
        sent.GetProperty("seed").GetInt64().ShouldBe(5);
        sent.GetProperty("budget").GetProperty("trials").GetInt64().ShouldBe(77);
        sent.GetProperty("budget").GetProperty("parallelism").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task Fresh_deletes_the_study_of_that_name_first_if_there_is_one()
    {
        await using var server = await ServerAsync(201, Views.Study(StudyStatus.Completed, 10));

        var result = await Archopt.OnAsync(server, "run", file, "--fresh");

        result.ExitCode.ShouldBe(0);
        server.Asked.Select(asked => asked.Request).Where(request => !request.StartsWith("GET ", StringComparison.Ordinal)).ShouldBe(["DELETE /studies/demo", "POST /studies"]);
    }

    [Fact]
    public async Task Another_file_under_the_same_name_ends_with_2()
    {
        await using var server = await StubServer.StartAsync();
        server.Text("POST /studies", 409, """{"title":"There is another study 'demo': space differs."}""");

        var result = await Archopt.OnAsync(server, "run", file);

        result.ExitCode.ShouldBe(2);
        result.ErrorLines.ShouldBe(["There is another study 'demo': space differs."]);
    }

    [Fact]
    public async Task A_server_that_is_away_for_a_while_is_waited_for()
    {
        await using var server = await ServerAsync(201, Views.Study(StudyStatus.Running, 2, 2));
        var looks = 0;
        server.Do("GET /studies/demo", async context =>
        {
            // Away: the connection breaks without an answer, twice.
            if (++looks is 2 or 3) context.Abort();
            else await context.Response.WriteAsJsonAsync(looks < 4 ? Views.Study(StudyStatus.Running, 2, 2) : Views.Study(StudyStatus.Completed, 10), JsonDefaults.Options);
        });

        var result = await Archopt.OnAsync(server, "run", file);

        result.ExitCode.ShouldBe(0);
        looks.ShouldBeGreaterThanOrEqualTo(4);
    }

    [Fact]
    public async Task A_study_that_is_deleted_meanwhile_ends_with_1()
    {
        await using var server = await ServerAsync(201, Views.Study(StudyStatus.Running, 2, 2));
        server.Text("GET /studies/demo", 404, """{"title":"There is no study 'demo'."}""");

        var result = await Archopt.OnAsync(server, "run", file);

        result.ExitCode.ShouldBe(1);
        result.ErrorLines.ShouldBe(["demo: was deleted."]);
    }

    [Fact]
    public async Task Interrupted_it_ends_with_130_and_says_that_the_study_goes_on()
    {
        await using var server = await ServerAsync(201, Views.Study(StudyStatus.Running, 2, 2));
        using var interruption = new CancellationTokenSource();
        server.Do("GET /studies/demo", async context =>
        {
            await context.Response.WriteAsJsonAsync(Views.Study(StudyStatus.Running, 2, 2), JsonDefaults.Options);
            await interruption.CancelAsync();
        });

        var result = await Archopt.RunAsync(["run", file, "--server", server.Url], "", null, interruption.Token);

        result.ExitCode.ShouldBe(130);
        result.Output.ShouldBeEmpty();
        result.ErrorLines[^1].ShouldBe("demo: goes on at the server; follow it with archopt show demo, end it with archopt cancel demo.");
    }

    [Fact]
    public async Task A_terminal_shows_a_bar_and_no_colour_where_none_is_wanted()
    {
        await using var server = await ServerAsync(201, Views.Study(StudyStatus.Running, 5, 4, failed: 1), Views.Study(StudyStatus.Completed, 10));
        var environment = new Dictionary<string, string> { ["NO_COLOR"] = "1" };

        var result = await Archopt.RunAsync(["run", file, "--server", server.Url], "", environment, TestContext.Current.CancellationToken, terminal: true);

        result.ExitCode.ShouldBe(0);
        result.Error.ShouldContain("6/10  best 0.0712 (trial 3)  4 running");
        result.Error.ShouldContain(new string('━', 18));
        result.Error.ShouldNotMatch(@"\u001b\[(\d+;)*(3|9)\d");
        result.Output.ShouldStartWith("study          demo\n");
    }

    private static async Task<StubServer> ServerAsync(int created, params Contracts.Http.StudyView[] looks)
    {
        var server = await StubServer.StartAsync();
        server.Json("POST /studies", looks[0], created);
        server.Sequence("GET /studies/demo", looks);
        return server;
    }
}
