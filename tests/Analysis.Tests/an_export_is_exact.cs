using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using ArchOpt.Contracts.Http;
using ArchOpt.Search.Configurations;
using ArchOpt.ServiceDefaults.Http;

namespace ArchOpt.Analysis.Tests;

public sealed class an_export_is_exact
{
    private const string Hostile = "a,\"b\"\n\U0001F9EC בחן";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task csv_has_the_columns_of_the_trials_command()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        var study = await TestStudy.CreateAsync(server.Store, "s", Stop);
        await study.ObserveAsync(0.25, Stop);
        await study.ProposeAsync(Stop);

        using var response = await server.Client.GetAsync("/studies/s/export", Stop);

        response.Content.Headers.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8");
        response.Content.Headers.ContentDisposition!.FileName.ShouldBe("s.csv");
        (await response.Content.ReadAsStringAsync(Stop)).ShouldBe(
            "number,state,attempts,score,qps,x,seed,worker,started,duration_s\n"
            + "0,Completed,1,0.25,200,0,7,w,2031-02-28T12:00:00.000Z,1\n"
            + "1,Proposed,1,,,0.5,7,,,\n");
    }

    [Fact]
    public async Task hostile_text_and_non_finite_numbers_come_through()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        var study = await TestStudy.CreateAsync(server.Store, "s", Stop);
        var metrics = ImmutableSortedDictionary<string, double>.Empty.Add("score", double.NaN).Add(Hostile, double.NegativeInfinity);
        await study.ObserveAsync(Configuration.Of(("=cmd()", "=1+1"), ("lr", -0.5)), [double.NaN], metrics, Stop, worker: "@w");

        var csv = await server.Client.GetStringAsync("/studies/s/export?format=csv", Stop);

        csv.ShouldBe(
            "number,state,attempts,score,\"a,\"\"b\"\"\n\U0001F9EC בחן\",=cmd(),lr,seed,worker,started,duration_s\n"
            + "0,Completed,1,NaN,-Infinity,=1+1,-0.5,7,@w,2031-02-28T12:00:00.000Z,1\n");

        var guarded = await server.Client.GetStringAsync("/studies/s/export?format=csv&spreadsheet=true", Stop);
        guarded.ShouldBe(
            "number,state,attempts,score,\"a,\"\"b\"\"\n\U0001F9EC בחן\",'=cmd(),lr,seed,worker,started,duration_s\n"
            + "0,Completed,1,NaN,-Infinity,'=1+1,-0.5,7,'@w,2031-02-28T12:00:00.000Z,1\n");
    }

    [Fact]
    public async Task json_is_an_array_of_trials()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        var study = await TestStudy.CreateAsync(server.Store, "ü \"x\"", Stop);
        await study.ObserveAsync(double.PositiveInfinity, Stop);
        await study.ObserveAsync(2, Stop);

        using var response = await server.Client.GetAsync($"/studies/{Uri.EscapeDataString(study.Record.Name)}/export?format=json", Stop);

        response.Content.Headers.ContentDisposition!.FileNameStar.ShouldBe("ü \"x\".json");
        var trials = JsonSerializer.Deserialize<TrialView[]>(await response.Content.ReadAsStringAsync(Stop), JsonDefaults.Options)!;
        trials.Select(trial => trial.Number).ShouldBe([0, 1]);
        trials[0].Values.ShouldBe([double.PositiveInfinity]);
        trials[1].Sequence.ShouldBe(2);
    }

    [Theory]
    [InlineData("/studies/nobody/export", HttpStatusCode.NotFound, "There is no study 'nobody'.")]
    [InlineData("/studies/s/export?format=xlsx", HttpStatusCode.BadRequest, "format: must be csv or json (was 'xlsx').")]
    [InlineData("/studies/s/export?spreadsheet=perhaps", HttpStatusCode.BadRequest, "spreadsheet")]
    public async Task wrong_input_is_named(string path, HttpStatusCode status, string detail)
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        await TestStudy.CreateAsync(server.Store, "s", Stop);
        using var response = await server.Client.GetAsync(path, Stop);
        response.StatusCode.ShouldBe(status);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Stop));
        problem.RootElement.GetProperty("detail").GetString()!.ShouldContain(detail);
    }

    [Fact]
    public async Task the_service_says_what_it_is_and_that_it_is_well()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        (await server.Client.GetStringAsync("/", Stop)).ShouldContain("ArchOpt Analysis");
        (await server.Client.GetStringAsync("/health", Stop)).ShouldBe("Healthy");
        (await server.Client.GetStringAsync("/openapi/v1.json", Stop)).ShouldContain("/studies/{study}/events");
    }
}
