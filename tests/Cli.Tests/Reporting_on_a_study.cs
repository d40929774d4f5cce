using System.Text.Json;
using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Trials;
using ArchOpt.Testing;

namespace ArchOpt.Cli.Tests;

public sealed class Reporting_on_a_study : IDisposable
{
    private readonly TemporaryDirectory files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public async Task Markdown_is_the_default_and_is_printed_as_it_came()
    {
        await using var server = await WithAnalysisAsync();
        server.Text("GET /studies/demo/report?format=md", 200, "# Analysis of demo\n\n| a |\n", "text/markdown");

        var result = await Archopt.OnAsync(server, "report", "demo");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldBe("# Analysis of demo\n\n| a |\n");
        result.Error.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("--format", "json")]
    public async Task Json_is_one_document(params string[] options)
    {
        await using var server = await WithAnalysisAsync();
        server.Text("GET /studies/demo/report?format=json&top=7", 200, """{"study":"demo","best":[{"group":null,"value":1e-7}]}""", "application/json");

        var result = await Archopt.OnAsync(server, ["report", "demo", "--top", "7", .. options]);

        result.ExitCode.ShouldBe(0, result.Error);
        var best = JsonElement.Parse(result.Output).GetProperty("best")[0];
        best.GetProperty("group").ValueKind.ShouldBe(JsonValueKind.Null);
        best.GetProperty("value").GetRawText().ShouldBe("1e-7");
    }

    [Fact]
    public async Task Html_goes_into_a_file()
    {
        await using var server = await WithAnalysisAsync();
        server.Text("GET /studies/demo/report?format=html", 200, "<!DOCTYPE html>", "text/html");

        var result = await Archopt.OnAsync(server, "report", "demo", "--format", "html", "--out", files["report.html"]);

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldBeEmpty();
        (await File.ReadAllTextAsync(files["report.html"], TestContext.Current.CancellationToken)).ShouldBe("<!DOCTYPE html>");
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_named()
    {
        await using var server = await WithAnalysisAsync();
        server.Text("GET /studies/demo/report?format=md", 200, "# x", "text/markdown");

        var result = await Archopt.OnAsync(server, "report", "demo", "--out", files["no/such/report.md"]);

        result.ExitCode.ShouldBe(2);
        result.ErrorLines.ShouldHaveSingleItem().ShouldStartWith("--out: ");
    }

    [Theory]
    [InlineData("--format: must be one of md, html, json (was 'pdf')", "--format", "pdf")]
    [InlineData("--top: must be at least 1 (was 0)", "--top", "0")]
    public async Task A_wrong_call_is_refused(string message, params string[] options)
    {
        await using var server = await WithAnalysisAsync();

        var result = await Archopt.OnAsync(server, ["report", "demo", .. options]);

        result.ExitCode.ShouldBe(2);
        result.ErrorLines.ShouldContain(message);
    }

    [Fact]
    public async Task A_study_that_is_not_there_is_2_with_the_name_that_was_meant()
    {
        await using var server = await WithAnalysisAsync();
        server.Json("GET /studies", new[] { Views.Study(StudyStatus.Running, 1) });

        var result = await Archopt.OnAsync(server, "report", "demi");

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("demo");
    }

    [Fact]
    public async Task A_server_that_does_not_know_Analysis_is_3()
    {
        await using var server = await StubServer.StartAsync();
        server.Json("GET /studies/demo", Views.Study(StudyStatus.Running, 1));

        var result = await Archopt.OnAsync(server, "report", "demo");

        result.ExitCode.ShouldBe(3);
        result.ErrorLines.ShouldHaveSingleItem().ShouldContain("does not say where Analysis is");
    }

    [Fact]
    public async Task An_Analysis_that_does_not_answer_is_3_with_its_address()
    {
        await using var server = await StubServer.StartAsync();
        var nobody = $"http://127.0.0.1:{Ports.Free()}";
        server.Json("GET /", new ProductView("ArchOpt", "0.1.0", nobody, false));
        server.Json("GET /studies/demo", Views.Study(StudyStatus.Running, 1));

        var result = await Archopt.OnAsync(server, "report", "demo");

        result.ExitCode.ShouldBe(3);
        result.ErrorLines.ShouldHaveSingleItem().ShouldStartWith(nobody);
    }

    [Fact]
    public async Task Analysis_gets_the_key_too_and_its_refusal_is_1()
    {
        await using var server = await StubServer.StartAsync();
        await using var analysis = await StubServer.StartAsync();
        server.Json("GET /", new ProductView("ArchOpt", "0.1.0", analysis.Url, false));
        server.Json("GET /studies/demo", Views.Study(StudyStatus.Running, 1));
        analysis.Text("GET /studies/demo/report", 500, "");

        var result = await Archopt.OnAsync(server, "report", "demo", "--api-key", "secret");

        result.ExitCode.ShouldBe(1);
        analysis.ApiKey.ShouldBe("secret");
    }

    [Fact]
    public async Task An_export_has_the_report_and_the_plots_that_it_shows()
    {
        var study = files.Write("demo.yaml", """
            study: demo
            objectives: [{ metric: value, goal: minimize }]
            evaluator: { name: function, settings: { function: branin } }
            space: { x1: { type: float, low: -5, high: 10 }, x2: { type: float, low: 0, high: 15 } }
            strategy: { name: random }
            budget: { trials: 25, parallelism: 2 }
            """);
        (await EmbeddedAsync("run", study)).ExitCode.ShouldBe(0);

        var result = await EmbeddedAsync("export", "demo", "--out", files["out"]);

        result.ExitCode.ShouldBe(0, result.Error);
        result.OutputLines.Take(4).Select(Path.GetFileName).ShouldBe(["trials.csv", "trials.json", "study.yaml", "report.md"]);
        result.OutputLines.ShouldAllBe(file => File.Exists(file));
        var report = await File.ReadAllTextAsync(Path.Combine(files["out"], "report.md"), TestContext.Current.CancellationToken);
        var plots = result.OutputLines.Skip(4).Select(file => "plots/" + Path.GetFileName(file)).ToList();
        plots.ShouldContain("plots/convergence.svg");
        foreach (var plot in plots) report.ShouldContain($"]({plot})");
        report.Split("](plots/").Length.ShouldBe(plots.Count + 1);

        var json = await EmbeddedAsync("report", "demo", "--json");
        JsonElement.Parse(json.Output).GetProperty("counts").GetProperty("completed").GetInt64().ShouldBe(25);
        (await EmbeddedAsync("report", "demo")).Output.ShouldStartWith("# Analysis of demo\n");
    }

    private Task<CliResult> EmbeddedAsync(params string[] args) => Archopt.RunAsync([.. args, "--embedded", "--data", files["data"]]);

    private static async Task<StubServer> WithAnalysisAsync()
    {
        var server = await StubServer.StartAsync();
        server.Json("GET /", new ProductView("ArchOpt", "0.1.0", server.Url, false));
        server.Json("GET /studies/demo", Views.Study(StudyStatus.Running, 1));
        return server;
    }
}
