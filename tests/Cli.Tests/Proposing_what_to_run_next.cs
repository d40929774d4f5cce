using System.Text.Json;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Cli.Tests;

/// <summary>From a finished study to the study that its analysis proposes, in one process.</summary>
public sealed class Proposing_what_to_run_next : IDisposable
{
    private readonly TemporaryDirectory files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public async Task It_prints_phases_sets_reasons_and_expected_outcomes()
    {
        await RunAsync(Study());

        var result = await EmbeddedAsync("propose", "demo");

        result.ExitCode.ShouldBe(0, result.Error);
        var lines = result.OutputLines;
        lines[0].ShouldMatch(@"^\d+ trials of .* They are to beat trial \d+ of demo \(minimize value: [0-9.e-]+\)\.$");
        lines.ShouldContain("Phase 1: Fine-tune the champion");
        lines.ShouldContain(line => line.StartsWith("Set A: x", StringComparison.Ordinal));
        lines.ShouldContain(line => line.StartsWith("base: trial ", StringComparison.Ordinal) && line.Contains("x1=", StringComparison.Ordinal));
        var a1 = lines.Single(line => line.StartsWith("A1 ", StringComparison.Ordinal));
        a1.ShouldMatch(@"^A1 +x[12]=\S+ +\S.*$"); // only what changes, and why
        lines.ShouldContain("Expected outcomes");
        lines.ShouldContain(line => line.StartsWith("the best of A1-", StringComparison.Ordinal));
        lines[^1].ShouldBe("To run them: archopt propose demo --out next.yaml, then archopt run next.yaml");
    }

    [Fact]
    public async Task The_file_runs_as_it_is_and_its_trials_are_the_proposed_ones_in_their_order()
    {
        await RunAsync(Study());
        var proposal = JsonDocument.Parse((await EmbeddedAsync("propose", "demo", "--json")).Output).RootElement;

        var written = await EmbeddedAsync("propose", "demo", "--out", files["next.yaml"]);
        var run = await EmbeddedAsync("run", files["next.yaml"], "--json");

        written.ExitCode.ShouldBe(0, written.Error);
        written.OutputLines.ShouldBe([$"{files["next.yaml"]}: demo-next, {proposal.GetProperty("resources").GetProperty("trials")} trials", $"run it with archopt run {files["next.yaml"]}"]);
        run.ExitCode.ShouldBe(0, run.Error);
        JsonDocument.Parse(run.Output).RootElement.GetProperty("trials").GetProperty("completed").GetInt64().ShouldBe(proposal.GetProperty("resources").GetProperty("trials").GetInt64());
        var proposed = proposal.GetProperty("phases").EnumerateArray()
            .SelectMany(phase => phase.GetProperty("sets").EnumerateArray())
            .SelectMany(set => set.GetProperty("trials").EnumerateArray())
            .Select(trial => trial.GetProperty("configuration").GetRawText());
        var ran = JsonDocument.Parse((await EmbeddedAsync("trials", "demo-next", "--format", "json")).Output).RootElement.EnumerateArray()
            .Select(trial => trial.GetProperty("configuration").GetRawText());
        ran.Select(Compact).ShouldBe(proposed.Select(Compact));

        static string Compact(string json) => JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement);
    }

    [Fact]
    public async Task The_report_of_the_new_study_names_which_expectations_held_and_the_champion()
    {
        await RunAsync(Study());
        await EmbeddedAsync("propose", "demo", "--out", files["next.yaml"]);
        await EmbeddedAsync("run", files["next.yaml"]);

        var report = await EmbeddedAsync("report", "demo-next", "--format", "json");

        report.ExitCode.ShouldBe(0, report.Error);
        var outcome = JsonDocument.Parse(report.Output).RootElement.GetProperty("outcome");
        outcome.GetProperty("completed").GetInt32().ShouldBe(outcome.GetProperty("planned").GetInt32());
        var expectations = outcome.GetProperty("expectations").EnumerateArray().ToList();
        expectations.ShouldNotBeEmpty();
        expectations.ShouldAllBe(expectation => expectation.GetProperty("state").GetString() == "held" || expectation.GetProperty("state").GetString() == "failed");
        expectations.ShouldAllBe(expectation => double.IsFinite(expectation.GetProperty("gain").GetDouble()));
        outcome.GetProperty("sentence").GetString()!.ShouldMatch(@"^\d+ of \d+ expectations held, 0 open, after \d+ of \d+ trials; (\w+ \(trial \d+\) is the new champion with .*|the old champion stays, trial \d+ with .*)$");
        (await EmbeddedAsync("report", "demo-next")).Output.ShouldContain("What came of the proposal");
    }

    [Fact]
    public async Task A_file_is_never_overwritten_unless_it_is_forced()
    {
        await RunAsync(Study());
        var next = files.Write("next.yaml", "mine\n");

        var refused = await EmbeddedAsync("propose", "demo", "--out", next);
        refused.ExitCode.ShouldBe(2);
        refused.ErrorLines.ShouldBe([$"--out: {next} exists and is another file; name a new one, or overwrite it with --force"]);
        (await File.ReadAllTextAsync(next, TestContext.Current.CancellationToken)).ShouldBe("mine\n");

        (await EmbeddedAsync("propose", "demo", "--out", next, "--force")).ExitCode.ShouldBe(0);
        StudyFile.Read(await File.ReadAllTextAsync(next, TestContext.Current.CancellationToken), next).Lines.ShouldBeEmpty();
        (await EmbeddedAsync("propose", "demo", "--out", next)).ExitCode.ShouldBe(0); // the same file: nothing to overwrite
    }

    [Fact]
    public async Task How_much_is_proposed_can_be_said()
    {
        await RunAsync(Study());
        var little = JsonDocument.Parse((await EmbeddedAsync("propose", "demo", "--fine-tuned", "1", "--combined", "0", "--json")).Output).RootElement;
        little.GetProperty("phases").EnumerateArray().SelectMany(phase => phase.GetProperty("sets").EnumerateArray()).Count().ShouldBe(1);
    }

    [Fact]
    public async Task Nothing_to_propose_is_a_sentence_and_exit_code_1()
    {
        (await EmbeddedAsync("run", files.Write("bad.yaml", Study() + "\nconstraints: [{ metric: value, min: 1e9 }]"))).ExitCode.ShouldBe(1);
        var result = await EmbeddedAsync("propose", "demo");
        result.ExitCode.ShouldBe(1);
        result.ErrorLines.ShouldBe(["Nothing to propose for 'demo': of its 60 ended trials none completed with a value and within the constraints, so there is nothing to start from."]);
    }

    [Fact]
    public async Task A_wrong_name_is_explained()
    {
        await RunAsync(Study());
        var result = await EmbeddedAsync("propose", "dem");
        result.ExitCode.ShouldBe(2);
        result.ErrorLines.ShouldBe(["There is no study 'dem', did you mean 'demo'?"]);
    }

    private async Task RunAsync(string study)
    {
        var run = await EmbeddedAsync("run", files.Write("demo.yaml", study), "--json");
        run.ExitCode.ShouldBe(0, run.Error);
    }

    private Task<CliResult> EmbeddedAsync(params string[] args) => Archopt.RunAsync([.. args, "--embedded", "--data", files["data"]]);

    private static string Study() => """
        study: demo
        objectives: [{ metric: value, goal: minimize }]
        evaluator: { name: function, settings: { function: branin } }
        space:
          x1: { type: float, low: -5, high: 10, step: 2.5 }
          x2: { type: float, low: 0, high: 15 }
        strategy: { name: random }
        budget: { trials: 60, parallelism: 4 }
        seed: 1
        """;
}
