using System.Text.Json;

namespace ArchOpt.Cli.Tests;

/// <summary>In one process, from the store alone: trials fail, the cause is repaired, they are put back and succeed.</summary>
public sealed class Replaying_failed_trials : IDisposable
{
    private readonly TemporaryDirectory files = new();
    private readonly string study;
    private readonly string commands;

    public Replaying_failed_trials()
    {
        commands = files.Write(
            "commands.json",
            """{"commands":{"train":{"program":"/bin/sh","arguments":["-c","test -f 'WEIGHTS' || { echo no weights >&2; exit 3; }; printf '{\"archopt\":{\"final\":{\"loss\":%s}}}' \"$1\"","sh","${x}"]}}}""".Replace("WEIGHTS", files["weights"], StringComparison.Ordinal));
        study = files.Write("demo.yaml", """
            study: demo
            objectives: [{ metric: loss, goal: minimize }]
            evaluator: { name: command, settings: { command: train } }
            space: { x: { type: float, low: 0, high: 1 } }
            strategy: { name: random }
            budget: { trials: 4, parallelism: 2 }
            seed: 3
            """);
    }

    public void Dispose() => files.Dispose();

    [Fact]
    public async Task What_failed_is_listed_put_back_and_succeeds_once_its_cause_is_repaired()
    {
        (await EmbeddedAsync("run", study, "--commands", commands)).ExitCode.ShouldBe(1);

        var failed = await EmbeddedAsync("failed");
        failed.ExitCode.ShouldBe(0, failed.Error);
        failed.OutputLines.Length.ShouldBe(2);
        failed.OutputLines[0].ShouldContain("FAILED");
        failed.OutputLines[1].ShouldContain("demo");
        failed.OutputLines[1].ShouldContain("0-3");
        var group = JsonDocument.Parse((await EmbeddedAsync("failed", "demo", "--json")).Output).RootElement.GetProperty("groups").EnumerateArray().ShouldHaveSingleItem();
        group.GetProperty("count").GetInt32().ShouldBe(4);
        group.GetProperty("trials").EnumerateArray().Select(n => n.GetInt64()).ShouldBe([0L, 1, 2, 3]);

        var dry = await EmbeddedAsync("replay", "demo", "--dry-run");
        dry.OutputLines.ShouldBe(["demo: 4 trials would run again (0-3)"]);
        (await EmbeddedAsync("show", "demo")).Output.ShouldContain("Completed");

        files.Write("weights", "1");
        var one = await EmbeddedAsync("replay", "demo", "--trial", "2");
        one.OutputLines.ShouldBe(["demo: trial 2 runs again"]);
        one.ErrorLines.ShouldBe(["archopt run goes on with them."]);
        var all = await EmbeddedAsync("replay");
        all.OutputLines.ShouldBe(["demo: 3 trials run again (0-1, 3)"]);
        var again = await EmbeddedAsync("replay", "demo", "--trial", "2");
        again.OutputLines.ShouldBe(["demo: nothing runs again"]);
        again.ErrorLines.ShouldBe(["demo: trial 2 is left as it is: it is under way (attempt 2)"]);

        var run = await EmbeddedAsync("run", study, "--commands", commands, "--json");
        run.ExitCode.ShouldBe(0, run.Error);
        var trials = JsonDocument.Parse(run.Output).RootElement.GetProperty("trials");
        trials.GetProperty("completed").GetInt64().ShouldBe(4);
        trials.GetProperty("total").GetInt64().ShouldBe(4);
        (await EmbeddedAsync("trials", "demo", "--format", "csv")).OutputLines.Skip(1).ShouldAllBe(line => line.Split(',')[2] == "2", "each had one more attempt");
        (await EmbeddedAsync("verify", "demo")).ExitCode.ShouldBe(0);
        (await EmbeddedAsync("failed")).ErrorLines.ShouldBe(["Nothing has failed."]);
        (await EmbeddedAsync("replay")).ErrorLines.ShouldBe(["Nothing has failed."]);
    }

    [Fact]
    public async Task A_wrong_setting_is_corrected_for_the_whole_study_and_its_file_still_resumes_it()
    {
        (await EmbeddedAsync("run", study, "--commands", commands)).ExitCode.ShouldBe(1);
        var more = files.Write("more.json", """{"commands":{"repaired":{"program":"/bin/sh","arguments":["-c","printf '{\"archopt\":{\"final\":{\"loss\":%s}}}' \"$1\"","sh","${x}"]}}}""");

        var dry = await EmbeddedAsync("replay", "demo", "--set", "command=repaired", "--set", "timeout=1h", "--dry-run");
        dry.OutputLines.ShouldBe(["demo: would set command: \"train\" -> \"repaired\"", "demo: would set timeout: - -> \"1h\"", "demo: 4 trials would run again (0-3)"]);
        (await EmbeddedAsync("show", "demo")).Output.ShouldNotContain("repaired");

        var replay = await EmbeddedAsync("replay", "demo", "--set", "command=repaired", "--set", "timeout=1h");
        replay.OutputLines.ShouldBe(["demo: set command: \"train\" -> \"repaired\"", "demo: set timeout: - -> \"1h\"", "demo: 4 trials run again (0-3)"]);
        var unset = await EmbeddedAsync("replay", "demo", "--unset", "timeout", "--json");
        var change = JsonDocument.Parse(unset.Output).RootElement.GetProperty("settings").EnumerateArray().ShouldHaveSingleItem();
        (change.GetProperty("path").GetString(), change.GetProperty("before").GetString(), change.TryGetProperty("after", out _)).ShouldBe(("timeout", "1h", false));
        (await EmbeddedAsync("replay", "demo", "--set", "command=repaired")).ErrorLines[0].ShouldBe("demo: the settings are like that already");

        var run = await EmbeddedAsync("run", study, "--commands", more);
        run.ExitCode.ShouldBe(0, run.Error);
        run.ErrorLines.ShouldContain(line => line.StartsWith("demo: its evaluator settings were edited ", StringComparison.Ordinal) && line.EndsWith("command: \"train\" -> \"repaired\".", StringComparison.Ordinal));
        (await EmbeddedAsync("show", "demo")).OutputLines.ShouldContain(line => line.StartsWith("settings      edited ", StringComparison.Ordinal) && line.EndsWith(": command: \"train\" -> \"repaired\"", StringComparison.Ordinal));
        (await EmbeddedAsync("verify", "demo")).ExitCode.ShouldBe(0);
        (await EmbeddedAsync("export", "demo", "--out", files["out"])).ExitCode.ShouldBe(0);
        File.ReadAllText(Path.Combine(files["out"], "study.yaml")).ShouldContain("repaired");
        (await EmbeddedAsync("run", Path.Combine(files["out"], "study.yaml"), "--commands", more)).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task What_is_discarded_is_listed_no_more_and_replayed_only_by_its_number()
    {
        (await EmbeddedAsync("run", study, "--commands", commands)).ExitCode.ShouldBe(1);

        (await EmbeddedAsync("discard", "demo", "--trial", "1", "--trial", "3", "--reason", "a bad disk")).OutputLines.ShouldBe(["demo: 2 trials are discarded (1, 3)"]);

        var failed = await EmbeddedAsync("failed", "demo");
        failed.OutputLines[1].ShouldContain("0, 2");
        failed.ErrorLines.ShouldBe(["2 failed trials are discarded and not listed; archopt trials STUDY --state failed shows them."]);
        (await EmbeddedAsync("replay", "demo", "--dry-run")).OutputLines.ShouldBe(["demo: 2 trials would run again (0, 2)"]);
        (await EmbeddedAsync("replay", "demo", "--trial", "3", "--dry-run")).OutputLines.ShouldBe(["demo: trial 3 would run again"]);
        (await EmbeddedAsync("trials", "demo", "--state", "failed")).Output.ShouldContain("discarded: a bad disk");
        (await EmbeddedAsync("show", "demo", "--trial", "1")).Output.ShouldContain(": a bad disk");
        var again = await EmbeddedAsync("discard", "demo", "--trial", "1", "--reason", "x");
        again.OutputLines.ShouldBe(["demo: no trial is discarded"]);
        again.ErrorLines.ShouldBe(["demo: trial 1 is left as it is: it was discarded before: a bad disk"]);
        var rest = await EmbeddedAsync("discard", "demo", "--all", "--reason", "over", "--json");
        JsonDocument.Parse(rest.Output).RootElement.GetProperty("trials").EnumerateArray().Select(n => n.GetInt64()).ShouldBe([0L, 2]);
        (await EmbeddedAsync("verify", "demo")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Wrong_calls_are_named()
    {
        (await EmbeddedAsync("replay", "--set", "a=1")).ErrorLines.ShouldBe(["--set, --unset: need a STUDY, because settings are each study's own."]);
        (await EmbeddedAsync("replay", "demo", "--set", "a")).ErrorLines.ShouldBe(["--set: must be KEY=VALUE (was 'a')"]);
        (await EmbeddedAsync("replay", "demo", "--set", "a..b=1")).ErrorLines.ShouldBe(["--set: must name a setting, with dots between the keys of nested ones (was 'a..b')"]);
        (await EmbeddedAsync("replay", "demo", "--set", "a.b=1", "--set", "a=2")).ErrorLines.ShouldBe(["--set: a: is set twice"]);
        (await EmbeddedAsync("replay", "demo", "--set", "a=1", "--unset", "a")).ErrorLines.ShouldBe(["--unset: a: is set twice"]);
        (await EmbeddedAsync("replay", "--trial", "1")).ErrorLines.ShouldBe(["--trial: needs a STUDY, because numbers are each study's own."]);
        (await EmbeddedAsync("replay", "demo", "--trial", "x")).ErrorLines.ShouldBe(["--trial: must be a whole number (was 'x')"]);
        (await EmbeddedAsync("replay", "nosuch")).ExitCode.ShouldBe(2);
        (await EmbeddedAsync("failed", "nosuch")).ExitCode.ShouldBe(2);
        (await EmbeddedAsync("discard")).ExitCode.ShouldBe(2);
        (await EmbeddedAsync("discard", "--all", "--reason", "x")).ErrorLines.ShouldBe(["--trial, --all: need a STUDY, because trials are each study's own."]);
        (await EmbeddedAsync("discard", "demo", "--reason", "x")).ErrorLines.ShouldBe(["discard demo: needs --trial N (again for more) or --all."]);
        (await EmbeddedAsync("discard", "demo", "--all", "--trial", "1", "--reason", "x")).ExitCode.ShouldBe(2);
        (await EmbeddedAsync("discard", "demo", "--message", "m", "--reason", "x")).ErrorLines.ShouldBe(["--message: is for messages that belong to no study; leave STUDY out."]);
        (await EmbeddedAsync("discard", "--reason", "old")).OutputLines.ShouldBe(["0 messages are discarded"]);
    }

    private Task<CliResult> EmbeddedAsync(params string[] arguments) => Archopt.RunAsync([.. arguments, "--embedded", "--data", files["data"]]);
}
