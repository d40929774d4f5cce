using System.Collections.Immutable;
using System.Text.Json;
using ArchOpt.Contracts;
using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Cli.Tests;

public class What_commands_ask_and_print
{
    [Fact]
    public async Task Studies_are_a_table()
    {
        await using var server = await StubServer.StartAsync();
        server.Json("GET /studies", new[] { Views.Study(StudyStatus.Running, 4, running: 2) });

        var result = await Archopt.OnAsync(server, "studies");

        result.ExitCode.ShouldBe(0);
        result.OutputLines.Length.ShouldBe(2);
        result.OutputLines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).ShouldBe(
            ["STUDY", "STATUS", "TRIALS", "OF", "FAILED", "BEST", "STRATEGY", "EVALUATOR", "CREATED"]);
        result.OutputLines[1].ShouldStartWith("demo   Running");
        result.OutputLines[1].ShouldContain("0.0712");
        result.Output.ShouldNotContain('\u001b');
        result.OutputLines.ShouldAllBe(line => line == line.TrimEnd());
    }

    [Fact]
    public async Task Show_grades_the_best_by_the_thresholds_of_the_objective()
    {
        await using var server = await StubServer.StartAsync();
        server.Json("GET /studies/demo", Views.Study(StudyStatus.Running, 4) with
        {
            Thresholds = [new("good", 0.05, 3), new("excellent", 0.1, null)],
        });

        var result = await Archopt.OnAsync(server, "show", "demo");

        result.OutputLines.ShouldContain("best          0.0712 (trial 3)");
        result.OutputLines.ShouldContain("grade         good (next: excellent at 0.1)");
        result.OutputLines.ShouldContain($"configuration {Views.Nested}");
    }

    [Fact]
    public async Task A_mean_over_replicates_is_shown_with_its_standard_error()
    {
        await using var server = await StubServer.StartAsync();
        var best = Views.Study(StudyStatus.Running, 4).Best! with { StandardError = 0.0041, Replicates = 3 };
        server.Json("GET /studies/demo/best?top=1", new[] { best });
        server.Json("GET /studies/demo/recommendation", new RecommendationView(new(9, 0.0699, 0.002, 40, Views.Nested)));

        var result = await Archopt.OnAsync(server, "best", "demo");

        result.Output.ShouldContain("0.0712 +- 0.0041 (n=3)");
        result.OutputLines[^1].ShouldBe("recommended: trial 9, expected 0.0699 +- 0.002 (a model of 40 configurations)");
    }

    [Fact]
    public async Task The_front_is_shown_with_a_column_per_objective_and_its_hypervolume_on_request()
    {
        await using var server = await StubServer.StartAsync();
        server.Json("GET /studies/demo", Views.Study(StudyStatus.Running, 4) with
        {
            Objectives = [new("cost", Goal.Minimize), new("speed", Goal.Maximize)],
        });
        server.Json("GET /studies/demo/pareto", new[] { Front(1, 1, 2), Front(2, 3, 4) });

        var result = await Archopt.OnAsync(server, "pareto", "demo", "--reference", "5", "0");
        result.ExitCode.ShouldBe(0);
        result.OutputLines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).ShouldBe(["TRIAL", "COST", "SPEED", "CONFIGURATION"]);
        result.OutputLines[^1].ShouldBe("hypervolume    12"); // 4 x 2, and 2 x 2 above it

        var wrong = await Archopt.OnAsync(server, "pareto", "demo", "--reference", "5");
        wrong.ExitCode.ShouldBe(2);
        wrong.Error.ShouldContain("--reference: must have one value per objective (2; was 1)");

        static ParetoView Front(long number, double cost, double speed) =>
            new(number, [cost, speed], Views.Nested, ImmutableSortedDictionary<string, double>.Empty);
    }

    [Fact]
    public async Task Best_shows_configurations_and_metrics()
    {
        await using var server = await StubServer.StartAsync();
        server.Json("GET /studies/demo/best?top=2", new[] { Views.Study(StudyStatus.Running, 4).Best! });

        var result = await Archopt.OnAsync(server, "best", "demo", "--top", "2");

        result.Output.ShouldContain(Views.Nested.ToString());
        result.Output.ShouldContain("qps=4100 score=0.0712");
    }

    [Fact]
    public async Task Trials_are_read_page_by_page_into_the_promised_columns()
    {
        await using var server = await StubServer.StartAsync();
        server.Json("GET /studies/demo", Views.Study(StudyStatus.Running, 3));
        server.Json("GET /studies/demo/trials?after=-1&limit=1000", new TrialPage([Views.Trial(0), Views.Trial(1, TrialState.Failed, double.NaN)], 1));
        server.Json("GET /studies/demo/trials?after=1&limit=1000", new TrialPage([Views.Trial(2, configuration: """{"arch":[{"width":64}]}""")], null));

        var result = await Archopt.OnAsync(server, "trials", "demo", "--format", "csv");

        result.OutputLines.ShouldBe(
        [
            "number,state,attempts,score,arch[0].width,lr,seed,worker,started,duration_s",
            "0,Completed,1,0.5,,0.1,7,w1,1970-01-01T00:00:00.000Z,0.25",
            "1,Failed,1,NaN,,0.1,7,w1,1970-01-01T00:00:00.000Z,0.25",
            "2,Completed,1,0.5,64,,7,w1,1970-01-01T00:00:00.000Z,0.25",
        ]);
    }

    [Theory]
    [InlineData("--format", "json")]
    [InlineData("--json", null)]
    public async Task Trials_as_json_are_one_document_with_nan_in_it(string option, string? value)
    {
        await using var server = await StubServer.StartAsync();
        server.Json("GET /studies/demo/trials?after=-1&limit=1000&state=Failed", new TrialPage([Views.Trial(1, TrialState.Failed, double.NaN)], null));
        string[] format = value is null ? [option] : [option, value];

        var result = await Archopt.OnAsync(server, ["trials", "demo", "--state", "failed", .. format]);

        var trials = JsonDocument.Parse(result.Output).RootElement;
        trials.GetArrayLength().ShouldBe(1);
        trials[0].GetProperty("values")[0].GetString().ShouldBe("NaN");
    }

    [Fact]
    public async Task No_trials_are_an_empty_document_and_a_bare_header()
    {
        await using var server = await StubServer.StartAsync();
        server.Json("GET /studies/demo", Views.Study(StudyStatus.Running, 0));
        server.Json("GET /studies/demo/trials", new TrialPage([], null));

        (await Archopt.OnAsync(server, "trials", "demo", "--json")).Output.ShouldBe("[]\n");
        (await Archopt.OnAsync(server, "trials", "demo", "--format", "csv")).Output.ShouldBe("number,state,attempts,score,seed,worker,started,duration_s\n");
    }

    [Theory]
    [InlineData("pause")]
    [InlineData("resume")]
    [InlineData("cancel")]
    public async Task Life_cycle_commands_say_what_the_study_is_now(string action)
    {
        await using var server = await StubServer.StartAsync();
        server.Json($"POST /studies/demo/{action}", new { });
        server.Json("GET /studies/demo", Views.Study(StudyStatus.Paused, 3));

        var result = await Archopt.OnAsync(server, action, "demo");

        result.Output.ShouldBe("demo: Paused\n");
        server.Asked.First().Request.ShouldBe($"POST /studies/demo/{action}");
    }

    [Fact]
    public async Task A_name_is_escaped_in_the_address()
    {
        await using var server = await StubServer.StartAsync();
        server.Text("DELETE /studies/a b%2Fé", 204, "");

        var result = await Archopt.OnAsync(server, "delete", "a b/é");

        result.ExitCode.ShouldBe(0);
        result.Output.ShouldBe("a b/é: deleted\n");
    }

    [Fact]
    public async Task Ask_hands_out_numbers_and_configurations()
    {
        await using var server = await StubServer.StartAsync();
        server.Json("POST /studies/demo/ask", new[] { new AskedTrial(7, 1, Views.Nested) });

        var plain = await Archopt.OnAsync(server, "ask", "demo", "--count", "1");
        var json = await Archopt.OnAsync(server, "ask", "demo", "--json");

        plain.Output.ShouldBe($"7\t{Views.Nested}\n");
        var asked = JsonDocument.Parse(json.Output).RootElement[0];
        asked.GetProperty("number").GetInt64().ShouldBe(7);
        asked.GetProperty("attempt").GetInt32().ShouldBe(1);
        asked.GetProperty("configuration").GetProperty("lr").GetDouble().ShouldBe(0.001);
    }

    [Theory]
    [InlineData("0.51 --metric qps=4100 --metric a=b=-inf", """{"value":0.51,"metrics":{"a=b":"-Infinity","qps":4100}}""")]
    [InlineData("-0.5", """{"value":-0.5}""")]
    [InlineData("nan", """{"value":"NaN"}""")]
    [InlineData("inf 2", """{"values":["Infinity",2]}""")]
    [InlineData("--failed oom", """{"state":"failed","error":"oom"}""")]
    [InlineData("--infeasible never", """{"state":"infeasible","error":"never"}""")]
    [InlineData("1 --attempt 2", """{"value":1,"attempt":2}""")]
    public async Task Tell_says_it_as_the_interface_has_it(string arguments, string body)
    {
        await using var server = await StubServer.StartAsync();
        server.Json("POST /studies/demo/trials/7/tell", new ToldTrial(7, 1, TrialState.Completed, false));

        var result = await Archopt.OnAsync(server, ["tell", "demo", "7", .. arguments.Split(' ')]);

        result.ExitCode.ShouldBe(0);
        result.Output.ShouldBe("trial 7: Completed\n");
        server.Asked.ShouldHaveSingleItem().Body.ShouldBe(body);
    }

    [Fact]
    public async Task Verify_ends_with_1_when_it_finds_a_problem()
    {
        await using var server = await StubServer.StartAsync();
        server.Json("GET /studies/good/verify", new VerificationView("good", 10, 10, 9, []));
        server.Json("GET /studies/bad/verify", new VerificationView("bad", 10, 10, 9, ["trial 4: its configuration is not what the strategy proposes"]));

        var good = await Archopt.OnAsync(server, "verify", "good");
        var bad = await Archopt.OnAsync(server, "verify", "bad");

        good.ExitCode.ShouldBe(0);
        good.Output.ShouldBe("good: verified: 10 trials, 10 observations, 9 proposals re-derived\n");
        bad.ExitCode.ShouldBe(1);
        bad.OutputLines.ShouldBe(["trial 4: its configuration is not what the strategy proposes", "bad: NOT verified, 1 problem: 10 trials, 10 observations, 9 proposals re-derived"]);
    }

    [Fact]
    public async Task Workers_show_what_they_run()
    {
        await using var server = await StubServer.StartAsync();
        server.Json("GET /workers", new[]
        {
            new WorkerView("w1", "m", "0.1.0", 4, 1, [new HeldAttempt("id", 12, 1)], ["function"], TimeProvider.System.GetUtcNow(), true) 
            {
                ResourceClasses = ["gpu", "cpu"],
                Trials = [new("demo", 12, 1), new("demo", 13, 2), new("other", 7, 1), new(null, 4, 1)],
            },
            new WorkerView("w2", "m2", "0.2.0", 2, 0, [], ["function"], TimeProvider.System.GetUtcNow(), true) { Draining = true },
        });

        var result = await Archopt.OnAsync(server, "workers");

        foreach (var fact in new[] { "WORKER", "MACHINE", "VERSION", "SLOTS", "BUSY", "RUNNING", "CLASSES", "HEARTBEAT", "STATE" }) result.OutputLines[0].ShouldContain(fact);
        result.OutputLines[1].ShouldContain("demo: 12-13; other: 7; (deleted): 4");
        result.OutputLines[1].ShouldContain("s ago");
        result.OutputLines[2].ShouldContain("drained");
        result.OutputLines[1].ShouldContain("alive");
        result.OutputLines[1].ShouldContain("gpu cpu");
    }

    [Fact]
    public async Task One_trial_is_shown_with_its_attempts_and_the_end_of_their_logs()
    {
        await using var server = await StubServer.StartAsync();
        server.Json("GET /studies/demo/trials/7", Views.Trial(7, TrialState.Failed) with
        {
            Discarded = new("a bad disk", DateTimeOffset.UnixEpoch),
            Attempts =
            [
                new Attempt { Number = 1, State = AttemptState.Failed, Worker = "w1", DurationSeconds = 2, Reason = "exit code 1. Log: /x\nline 1\nline 2", Log = "line 1\nline 2" },
                new Attempt { Number = 2, State = AttemptState.Completed, Log = "epoch 1\ndone" },
            ],
        });

        var result = await Archopt.OnAsync(server, "show", "demo", "--trial", "7");

        result.ExitCode.ShouldBe(0, result.Error);
        result.OutputLines.ShouldContain("state         Failed");
        result.OutputLines.ShouldContain("discarded     1970-01-01 00:00:00Z: a bad disk");
        result.OutputLines.ShouldContain("ATTEMPT 1: Failed");
        result.OutputLines.Count(line => line.EndsWith("line 2", StringComparison.Ordinal)).ShouldBe(1, "the reason has it already");
        result.OutputLines[^2..].ShouldBe(["log           epoch 1", "              done"]);
        (await Archopt.OnAsync(server, "show", "demo", "--trial", "7", "--watch")).ExitCode.ShouldBe(2);
        (await Archopt.OnAsync(server, "show", "demo", "--trial", "7", "--json")).Output.ShouldContain("\"log\"");
    }

    [Fact]
    public async Task A_study_that_waits_for_workers_says_so()
    {
        await using var server = await StubServer.StartAsync();
        server.Json("GET /studies/demo", Views.Study(StudyStatus.Running, completed: 1) with { Trouble = "no living worker takes evaluator 'function' of class 'gpu'" });

        var result = await Archopt.OnAsync(server, "show", "demo");

        result.OutputLines.ShouldContain(line => line.Contains("no living worker takes evaluator 'function' of class 'gpu'", StringComparison.Ordinal));
    }
}
