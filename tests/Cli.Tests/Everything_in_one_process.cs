using System.Text.Json;
using ArchOpt.Testing;

namespace ArchOpt.Cli.Tests;

/// <summary>The whole system behind one command: real modules, real store, in-memory transport.</summary>
public sealed class Everything_in_one_process : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly TemporaryDirectory files = new();
    private readonly string file;

    public Everything_in_one_process() => file = files.Write("demo.yaml", Study("function", "settings: { function: branin }"));

    private string AddressFile => Path.Combine(files["data"], "address");

    public void Dispose() => files.Dispose();

    [Fact]
    public async Task A_study_runs_from_its_file_to_its_result_and_can_be_looked_at_afterwards()
    {
        var run = await EmbeddedAsync("run", file, "--json");

        run.ErrorLines.ShouldAllBe(line => line.StartsWith("demo: ", StringComparison.Ordinal) || line.Contains("] trial ", StringComparison.Ordinal));
        run.ExitCode.ShouldBe(0, run.Error);
        var summary = JsonDocument.Parse(run.Output).RootElement;
        summary.GetProperty("status").GetString().ShouldBe("Completed");
        summary.GetProperty("trials").GetProperty("completed").GetInt64().ShouldBe(25);

        var csv = await EmbeddedAsync("trials", "demo", "--format", "csv");
        csv.OutputLines[0].ShouldBe("number,state,attempts,value,x1,x2,seed,worker,started,duration_s");
        csv.OutputLines.Length.ShouldBe(26);
        csv.OutputLines.Skip(1).Select(line => double.Parse(line.Split(',')[3])).Min()
            .ShouldBe(summary.GetProperty("best").GetProperty("value").GetDouble());

        (await EmbeddedAsync("verify", "demo")).ExitCode.ShouldBe(0);
        (await EmbeddedAsync("show", "demo")).Output.ShouldContain("Completed");
        (await EmbeddedAsync("best", "demo", "--top", "3")).OutputLines.Length.ShouldBe(4);
        (await EmbeddedAsync("export", "demo", "--out", files["out"])).ExitCode.ShouldBe(0);
        (await Archopt.RunAsync("validate", Path.Combine(files["out"], "study.yaml"))).ExitCode.ShouldBe(0);
        (await EmbeddedAsync("show", "nosuch")).ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task Hyperband_stops_hopeless_trials_and_finds_what_running_all_to_their_end_finds()
    {
        var whole = files.Write("whole.yaml", Study("function", "settings: { function: branin, steps: 27 }").Replace("study: demo", "study: whole", StringComparison.Ordinal));
        var pruned = files.Write("pruned.yaml", Study("function", "settings: { function: branin, steps: 27, delay_ms: 400 }") + "\npruner: { name: hyperband }");

        var all = JsonDocument.Parse((await EmbeddedAsync("run", whole, "--json")).Output).RootElement;
        var run = await EmbeddedAsync("run", pruned, "--json");

        run.ExitCode.ShouldBe(0, run.Error);
        var summary = JsonDocument.Parse(run.Output).RootElement;
        var trials = summary.GetProperty("trials");
        trials.GetProperty("pruned").GetInt64().ShouldBeInRange(3, 20);
        (trials.GetProperty("pruned").GetInt64() + trials.GetProperty("completed").GetInt64()).ShouldBe(25);
        summary.GetProperty("best").GetRawText().ShouldBe(all.GetProperty("best").GetRawText());
        var notes = (await EmbeddedAsync("trials", "demo", "--state", "pruned")).OutputLines.Skip(1).ToArray();
        notes.ShouldAllBe(line => line.Contains("at step ", StringComparison.Ordinal) && line.Contains(" it ranks ", StringComparison.Ordinal));
        (await EmbeddedAsync("show", "demo")).OutputLines.ShouldContain("pruner        hyperband");
        (await EmbeddedAsync("verify", "demo")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task The_same_file_resumes_with_a_larger_budget_and_another_file_is_refused()
    {
        await EmbeddedAsync("run", file, "--trials", "5");

        var more = await EmbeddedAsync("run", file, "--trials", "8", "--json");
        var other = await EmbeddedAsync("run", file, "--seed", "99");
        var fresh = await EmbeddedAsync("run", file, "--seed", "99", "--trials", "3", "--fresh", "--json");

        more.Error.ShouldContain("demo: goes on after 5 trials.");
        JsonDocument.Parse(more.Output).RootElement.GetProperty("trials").GetProperty("completed").GetInt64().ShouldBe(8);
        other.ExitCode.ShouldBe(2);
        other.ErrorLines.ShouldHaveSingleItem().ShouldContain("--fresh");
        JsonDocument.Parse(fresh.Output).RootElement.GetProperty("trials").GetProperty("total").GetInt64().ShouldBe(3);
    }

    [Fact]
    public async Task An_interrupted_run_goes_on_where_it_was()
    {
        var slow = files.Write("slow.yaml", Study("function", "settings: { function: branin, delay_ms: 100 }"));
        using var interruption = new CancellationTokenSource();
        var first = Archopt.RunAsync(["run", slow, "--embedded", "--data", files["data"]], "", null, interruption.Token);
        await WhenAsync(() => File.Exists(AddressFile), "the embedded system says where it listens");
        var url = await File.ReadAllTextAsync(AddressFile, TestContext.Current.CancellationToken);
        await WhenAsync(async () => (await Archopt.RunAsync("trials", "demo", "--state", "completed", "--json", "--server", url)).Output.Contains("Completed", StringComparison.Ordinal), "a trial completes");
        await interruption.CancelAsync();

        (await first).ExitCode.ShouldBe(130);
        (await first).ErrorLines[^1].ShouldBe("demo: interrupted; the same command goes on from here.");
        var second = await EmbeddedAsync("run", slow, "--json");
        second.ExitCode.ShouldBe(0, second.Error);
        JsonDocument.Parse(second.Output).RootElement.GetProperty("trials").GetProperty("completed").GetInt64().ShouldBe(25);
    }

    [Fact]
    public async Task Ask_and_tell_drive_a_study_whose_evaluator_is_external()
    {
        var external = files.Write("external.yaml", Study("external", ""));
        using var interruption = new CancellationTokenSource();
        var serving = Archopt.RunAsync(["serve", "--port", "0", "--data", files["data"]], "", null, interruption.Token);
        await WhenAsync(() => File.Exists(AddressFile), "the server says where it listens");
        var url = await File.ReadAllTextAsync(AddressFile, TestContext.Current.CancellationToken);
        var run = Archopt.RunAsync("run", external, "--trials", "2", "--server", url);
        await WhenAsync(async () => (await Archopt.RunAsync("show", "demo", "--server", url)).ExitCode == 0, "the study is there");

        for (var i = 0; i < 2; i++)
        {
            var asked = JsonDocument.Parse((await Archopt.RunAsync("ask", "demo", "--json", "--server", url)).Output).RootElement;
            var number = asked[0].GetProperty("number").GetRawText();
            (await Archopt.RunAsync("tell", "demo", number, "0.5", "--server", url)).Output.ShouldBe($"trial {number}: Completed\n");
        }

        (await run).ExitCode.ShouldBe(0);
        await interruption.CancelAsync();
        (await serving).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_second_process_on_the_same_directory_is_sent_to_the_first()
    {
        using var held = Hosting.DataDirectory.Hold(files["data"]);

        var result = await EmbeddedAsync("studies");

        result.ExitCode.ShouldBe(2);
        result.ErrorLines.ShouldHaveSingleItem().ShouldContain("in use by another ArchOpt process");
    }

    [Fact]
    public async Task A_port_in_use_is_one_line_and_2()
    {
        await using var other = await StubServer.StartAsync();

        var result = await Archopt.RunAsync("serve", "--port", new Uri(other.Url).Port.ToString(), "--data", files["data"]);

        result.ExitCode.ShouldBe(2);
        result.ErrorLines.ShouldHaveSingleItem().ShouldStartWith("--port: ");
    }

    private Task<CliResult> EmbeddedAsync(params string[] args) => Archopt.RunAsync([.. args, "--embedded", "--data", files["data"]]);

    private static Task WhenAsync(Func<bool> condition, string what) =>
        Eventually.TrueAsync(condition, Deadline, what, TestContext.Current.CancellationToken);

    private static Task WhenAsync(Func<Task<bool>> condition, string what) =>
        Eventually.TrueAsync(condition, Deadline, what, TestContext.Current.CancellationToken);

    private static string Study(string evaluator, string settings) => $$"""
        study: demo
        objectives: [{ metric: value, goal: minimize }]
        evaluator: { name: {{evaluator}}{{(settings.Length > 0 ? ", " + settings : "")}} }
        space: { x1: { type: float, low: -5, high: 10 }, x2: { type: float, low: 0, high: 15 } }
        strategy: { name: random }
        budget: { trials: 25, parallelism: 2 }
        """;
}
