using System.Globalization;
using System.Text;
using System.Text.Json;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;
using Microsoft.AspNetCore.Http;

namespace ArchOpt.Cli.Tests;

/// <summary>Against the real services, in the command's own process.</summary>
public sealed class Importing_a_file : IDisposable
{
    private readonly TemporaryDirectory files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public async Task A_newcomer_imports_her_results_and_looks_at_them()
    {
        var runs = files.Write("runs.csv", Csv(25));

        var import = await CallAsync("import", runs, "--study", "seed", "--objective", "auc", "--goal", "maximize");

        import.Error.ShouldBeEmpty();
        import.ExitCode.ShouldBe(0);
        import.OutputLines[0].ShouldBe("seed: imported 25 trials as 0 to 24");
        import.OutputLines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries).ShouldBe(["PARAMETER", "TYPE", "VALUES"]);
        import.OutputLines.ShouldContain(line => line.StartsWith("dropout", StringComparison.Ordinal) && line.Contains("float", StringComparison.Ordinal));
        import.OutputLines.ShouldContain("objectives    maximize auc");
        import.OutputLines.ShouldContain("best          0.74 (trial 24)");

        (await CallAsync("import", runs, "--study", "seed")).OutputLines[0].ShouldBe("seed: imported nothing new (25 already there)");
        (await CallAsync("studies")).OutputLines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[..4].ShouldBe(["seed", "Completed", "25", "125"]);
        var show = await CallAsync("show", "seed");
        show.OutputLines.ShouldContain("status        Completed (25 imported trials; resume it to search on from them)");
        show.OutputLines.ShouldContain("trials        25: 25 completed; 25 of them imported");
        (await CallAsync("trials", "seed")).OutputLines[1].ShouldContain("imported: ");
        (await CallAsync("verify", "seed")).ExitCode.ShouldBe(0);
        (await CallAsync("best", "seed")).Output.ShouldContain("0.74");

        (await CallAsync("resume", "seed")).Output.ShouldBe("seed: Running\n");
        (await CallAsync("ask", "seed")).Output.ShouldContain("25");
    }

    [Fact]
    public async Task The_answer_as_json_says_what_was_chosen()
    {
        var import = await CallAsync("import", files.Write("runs.csv", Csv(25)), "--study", "seed", "--objective", "auc", "--json");
        using var answer = JsonDocument.Parse(import.Output);
        answer.RootElement.GetProperty("imported").GetInt32().ShouldBe(25);
        answer.RootElement.GetProperty("parameters").EnumerateArray().Select(p => p.GetProperty("name").GetString()).ShouldBe(["dropout", "lr"], ignoreOrder: true);
        answer.RootElement.GetProperty("definition").GetProperty("study").GetString().ShouldBe("seed");
    }

    [Fact]
    public async Task What_a_dry_run_prints_can_be_edited_and_given_back()
    {
        var runs = files.Write("runs.csv", Csv(25));
        var dry = await CallAsync("import", runs, "--study", "seed", "--objective", "auc", "--dry-run");
        dry.ExitCode.ShouldBe(0);
        StudyFile.Read(dry.Output).Lines.ShouldBeEmpty();
        (await CallAsync("show", "seed")).ExitCode.ShouldBe(2, "nothing was stored");

        var study = files.Write("seed.yaml", dry.Output.Replace("minimize", "maximize", StringComparison.Ordinal));
        var import = await CallAsync("import", runs, "--study", "seed", "--definition", study);
        import.OutputLines.ShouldContain("best          0.74 (trial 24)");
    }

    [Fact]
    public async Task Standard_input_is_a_file_too()
    {
        var import = await Archopt.RunAsync(
            ["import", "-", "--study", "seed", "--format", "csv", "--objective", "auc", "--embedded", "--data", files["data"]], Csv(3), null, TestContext.Current.CancellationToken);
        import.Error.ShouldBeEmpty();
        import.OutputLines[0].ShouldBe("seed: imported 3 trials as 0 to 2");
    }

    [Fact]
    public async Task Bad_rows_are_named_by_file_and_line_and_nothing_is_stored_unless_they_are_to_be_skipped()
    {
        var study = files.Write("seed.yaml", await DefinitionAsync());
        var runs = files.Write("runs.csv", Csv(2) + "abc,0.1,0.5\n" + "0.2,0.000417,0.9\n");

        var refused = await CallAsync("import", runs, "--study", "seed", "--definition", study);
        refused.ExitCode.ShouldBe(2);
        refused.ErrorLines.ShouldHaveSingleItem().ShouldStartWith($"{runs}:4: dropout: ");
        (await CallAsync("show", "seed")).ExitCode.ShouldBe(2);

        var skipped = await CallAsync("import", runs, "--study", "seed", "--definition", study, "--skip-bad-rows");
        skipped.ExitCode.ShouldBe(0);
        skipped.OutputLines[0].ShouldBe("seed: imported 3 trials as 0 to 2 (1 row skipped)");
        skipped.ErrorLines.ShouldHaveSingleItem().ShouldStartWith($"{runs}:4: dropout: ");
    }

    [Theory]
    [InlineData("")]
    [InlineData("dropout,lr,auc\n")]
    [InlineData("dropout,dropout,auc\n0.1,0.2,0.3\n")]
    [InlineData("dropout,lr,name\n0.1,0.2,a\n0.3,0.1,b\n")]
    public async Task A_file_without_trials_is_a_wrong_call(string csv)
    {
        var runs = files.Write("runs.csv", csv);
        var result = await CallAsync("import", runs, "--study", "seed", "--objective", "auc");
        result.ExitCode.ShouldBe(2);
        result.ErrorLines.ShouldNotBeEmpty();
        result.ErrorLines.ShouldAllBe(line => line.StartsWith(runs, StringComparison.Ordinal));
        result.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unknown_column_is_a_wrong_call()
    {
        var result = await CallAsync("import", files.Write("runs.csv", Csv(5)), "--study", "seed", "--objective", "auc", "--parameter", "drop_out");
        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("drop_out");
    }

    [Theory]
    [InlineData("import", "missing.csv", "--study", "seed")]
    [InlineData("import", "missing.csv")]
    [InlineData("import", "missing.csv", "--study", "seed", "--format", "xml")]
    [InlineData("import", "missing.csv", "--study", "seed", "--goal", "1")]
    [InlineData("import", "/", "--study", "seed")]
    [InlineData("import", "missing.csv", "--study", "seed", "--definition", "missing.yaml")]
    public async Task What_is_wrong_with_the_call_is_said_before_anything_is_sent(params string[] call)
    {
        var result = await CallAsync(call);
        result.ExitCode.ShouldBe(2);
        result.ErrorLines.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task On_a_terminal_a_large_file_shows_its_way()
    {
        await using var server = await StubServer.StartAsync();
        var shown = new TaskCompletionSource();
        var asked = 0;
        server.Do("GET /studies/seed", context =>
        {
            if (Interlocked.Increment(ref asked) == 2) shown.TrySetResult(); // who asks again has shown the first answer
            return context.Response.WriteAsync(JsonSerializer.Serialize(Views.Study(StudyStatus.Completed, 4), ServiceDefaults.Http.JsonDefaults.Options), context.RequestAborted);
        });
        server.Do("POST /studies/seed/import", async context =>
        {
            await shown.Task.WaitAsync(TimeSpan.FromSeconds(20), context.RequestAborted); // the file is here, its trials are being stored
            context.Response.StatusCode = 409;
        });

        var result = await Archopt.RunAsync(
            ["import", files.Write("runs.csv", Csv(100)), "--study", "seed", "--server", server.Url], "", null, TestContext.Current.CancellationToken, terminal: true);

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("trials stored");
    }

    private async Task<string> DefinitionAsync() =>
        (await CallAsync("import", files.Write("good.csv", Csv(25)), "--study", "seed", "--objective", "auc", "--dry-run")).Output;

    private static string Csv(int rows)
    {
        var csv = new StringBuilder("dropout,lr,auc\n");
        for (var row = 0; row < rows; row++)
            csv.Append(CultureInfo.InvariantCulture, $"{(0.1 + (0.0371 * row)) % 0.6:F4},{0.0001 + (0.000317 * row):F6},{0.5 + (0.01 * row):F2}\n");
        return csv.ToString();
    }

    private Task<CliResult> CallAsync(params string[] args) => Archopt.RunAsync([.. args, "--embedded", "--data", files["data"]]);
}
