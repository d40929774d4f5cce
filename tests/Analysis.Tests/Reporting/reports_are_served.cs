using System.Net;
using System.Text.Json;

namespace ArchOpt.Analysis.Tests.Reporting;

public sealed class reports_are_served
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task in_every_format_with_its_content_type()
    {
        await using var server = await ServedAsync();

        using var json = await server.Client.GetAsync("/studies/phase6b-a50/report", Stop);
        json.Content.Headers.ContentType!.ToString().ShouldBe("application/json; charset=utf-8");
        JsonElement.Parse(await json.Content.ReadAsStringAsync(Stop)).GetProperty("trends")[0].GetProperty("top_k").GetInt32().ShouldBe(22);

        using var markdown = await server.Client.GetAsync("/studies/phase6b-a50/report?format=md", Stop);
        markdown.Content.Headers.ContentType!.ToString().ShouldBe("text/markdown; charset=utf-8");
        (await markdown.Content.ReadAsStringAsync(Stop)).ShouldStartWith("# Analysis of phase6b-a50\n");

        using var html = await server.Client.GetAsync("/studies/phase6b-a50/report?format=html&top=60", Stop);
        html.Content.Headers.ContentType!.ToString().ShouldBe("text/html; charset=utf-8");
        html.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("default-src 'none'");
        var page = await html.Content.ReadAsStringAsync(Stop);
        page.ShouldContain("% of top 60");
        WellFormed.Page(page).All("figure").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task in_parts_that_have_the_shapes_of_the_whole()
    {
        await using var server = await ServedAsync();
        var whole = await JsonAsync(server, "report");

        var importance = await JsonAsync(server, "importance");
        foreach (var name in new[] { "importance", "interactions", "evidence", "top_importance" }) Same(importance, whole, name);
        var marginals = await JsonAsync(server, "marginals");
        foreach (var name in new[] { "trends", "correlations", "groups" }) Same(marginals, whole, name);
        Same(await JsonAsync(server, "hypotheses"), whole, "hypotheses");
        var supplement = await JsonAsync(server, "supplement");
        supplement.GetProperty("phases").ToString().ShouldBe(whole.GetProperty("supplement").GetProperty("phases").ToString());

        static void Same(JsonElement part, JsonElement whole, string name) => part.GetProperty(name).ToString().ShouldBe(whole.GetProperty(name).ToString());
    }

    [Fact]
    public async Task with_plots_as_svg()
    {
        await using var server = await ServedAsync();

        var plots = (await JsonAsync(server, "plots")).EnumerateArray().Select(plot => plot.GetProperty("name").GetString()!).ToList();
        plots.ShouldContain("convergence");
        using var plot = await server.Client.GetAsync("/studies/phase6b-a50/plots/convergence", Stop);
        plot.Content.Headers.ContentType!.ToString().ShouldBe("image/svg+xml; charset=utf-8");
        plot.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("default-src 'none'");
        (await plot.Content.ReadAsStringAsync(Stop)).ShouldContain("<svg");

        var markdown = await server.Client.GetStringAsync("/studies/phase6b-a50/report?format=md&plots=true", Stop);
        foreach (var name in plots) markdown.ShouldContain($"](plots/{name}.svg)");
    }

    [Theory]
    [InlineData("/studies/nobody/report", HttpStatusCode.NotFound, "There is no study 'nobody'.")]
    [InlineData("/studies/nobody/importance", HttpStatusCode.NotFound, "There is no study 'nobody'.")]
    [InlineData("/studies/nobody/marginals", HttpStatusCode.NotFound, "There is no study 'nobody'.")]
    [InlineData("/studies/nobody/hypotheses", HttpStatusCode.NotFound, "There is no study 'nobody'.")]
    [InlineData("/studies/phase6b-a50/plots/nothing", HttpStatusCode.NotFound, "There is no plot 'nothing'.")]
    [InlineData("/studies/phase6b-a50/report?format=pdf", HttpStatusCode.BadRequest, "format: must be json, md or html (was 'pdf').")]
    [InlineData("/studies/phase6b-a50/report?top=0", HttpStatusCode.BadRequest, "top: must be 1 or more (was 0).")]
    [InlineData("/studies/phase6b-a50/marginals?top=-3", HttpStatusCode.BadRequest, "top: must be 1 or more (was -3).")]
    [InlineData("/studies/phase6b-a50/report?top=many", HttpStatusCode.BadRequest, "top")]
    public async Task and_wrong_input_is_named(string path, HttpStatusCode status, string detail)
    {
        await using var server = await ServedAsync(trials: 5);
        using var response = await server.Client.GetAsync(path, Stop);
        response.StatusCode.ShouldBe(status);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Stop));
        problem.RootElement.GetProperty("detail").GetString()!.ShouldContain(detail);
    }

    [Fact]
    public async Task and_described()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        var paths = JsonElement.Parse(await server.Client.GetStringAsync("/openapi/v1.json", Stop)).GetProperty("paths");
        foreach (var route in new[] { "report", "importance", "marginals", "hypotheses", "plots", "plots/{name}" })
        {
            var get = paths.GetProperty("/studies/{study}/" + route).GetProperty("get");
            get.GetProperty("summary").GetString().ShouldNotBeNullOrEmpty();
            get.GetProperty("operationId").GetString().ShouldNotBeNullOrEmpty();
        }
    }

    private static async Task<JsonElement> JsonAsync(AnalysisServer server, string route) =>
        JsonElement.Parse(await server.Client.GetStringAsync("/studies/phase6b-a50/" + route, Stop));

    private static async Task<AnalysisServer> ServedAsync(int trials = 120)
    {
        var server = await AnalysisServer.StartAsync(Stop);
        await SeedStudy.Create(trials).StoreAsync(server.Store, Stop);
        return server;
    }
}
