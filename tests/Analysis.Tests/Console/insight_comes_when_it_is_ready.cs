using System.Net;
using System.Text.Json;
using ArchOpt.Analysis.Reporting;
using ArchOpt.Search.Configurations;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Tests.Console;

public sealed class insight_comes_when_it_is_ready
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task nobody_waits_and_all_who_look_share_one_computation()
    {
        await using var server = await AnalysisServer.StartAsync(Cancellation);
        await ObserveAsync(await TestStudy.CreateAsync(server.Store, "s", Cancellation), 40);

        (await server.Client.GetStringAsync("/console/studies/s/insight", Cancellation)).ShouldContain("id=\"insight-trends\"", Case.Sensitive, "it has the place for what comes");
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => server.SeesAsync("/console/studies/s/insight/live", "What matters", Cancellation)));
        var html = await server.Client.GetStringAsync("/console/studies/s/insight", Cancellation);

        html.ShouldContain("Over 40 ended trials");
        html.ShouldContain("score by parameter", Case.Sensitive, "the plot is in the page");
        html.ShouldContain("var(--chart-ink", Case.Sensitive, "and follows its light or dark");
        html.ShouldContain("href=\"/studies/s/report?format=html\"");
        html.ShouldNotContain("Being computed");
        server.Get<StudyAnalyses>().Computed.ShouldBe(1);
    }

    [Fact]
    public async Task a_new_result_is_told_of_and_computed_only_when_somebody_asks()
    {
        await using var server = await AnalysisServer.StartAsync(Cancellation);
        var study = await TestStudy.CreateAsync(server.Store, "s", Cancellation);
        await ObserveAsync(study, 20);
        await server.SeesAsync("/console/studies/s/insight/live", "What matters", Cancellation);
        using var browser = server.Browser();

        await ObserveAsync(study, 2);
        (await browser.GetStringAsync("/console/studies/s/insight", Cancellation)).ShouldContain("2 results came since");
        server.Get<StudyAnalyses>().Computed.ShouldBe(1);
        using var answer = await browser.SendFormAsync("/console/studies/s/insight", "compute", Cancellation);

        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        await server.SeesAsync("/console/studies/s/insight/live", "Over 22 ended trials", Cancellation);
        server.Get<StudyAnalyses>().Computed.ShouldBe(2);
    }

    [Fact]
    public async Task the_end_of_a_study_is_always_computed()
    {
        await using var server = await AnalysisServer.StartAsync(Cancellation);
        var study = await TestStudy.CreateAsync(server.Store, "s", Cancellation);
        await ObserveAsync(study, 20);
        await server.SeesAsync("/console/studies/s/insight/live", "What matters", Cancellation);

        await ObserveAsync(study, 1);
        await study.SetStatusAsync(StudyStatus.Completed, "its budget is used", Cancellation);

        await server.SeesAsync("/console/studies/s/insight/live", "Over 21 ended trials", Cancellation);
    }

    [Fact]
    public async Task values_that_somebody_chose_are_text()
    {
        const string Hostile = "<script>alert(1)</script>\"'|\u202Eنص";
        var longest = new string('v', 200);
        var definition = $$"""
            {"study":"s","objectives":[{"metric":"score","goal":"maximize"}],"evaluator":{"name":"external"},
            "space":{"x":{"type":"float","low":0,"high":1},"model":{"type":"categorical","values":[{{JsonSerializer.Serialize(Hostile)}},"{{longest}}"] } },"budget":{"trials":2000} }
            """;
        await using var server = await AnalysisServer.StartAsync(Cancellation);
        var study = await TestStudy.CreateAsync(server.Store, "s", Cancellation, definition);
        for (var i = 0; i < 40; i++)
        {
            var configuration = Configuration.Of(("x", i / 40.0), ("model", i % 2 == 0 ? Hostile : longest));
            await study.ObserveAsync(configuration, [i % 2 == 0 ? 1 + (i / 100.0) : i / 100.0], TestStudy.Metrics(i, 200), Cancellation);
        }

        await server.SeesAsync("/console/studies/s/insight/live", "What matters", Cancellation);
        var html = await server.Client.GetStringAsync("/console/studies/s/insight", Cancellation);

        html.ShouldContain("&lt;script&gt;alert");
        html.ShouldNotContain("<script>alert");
    }

    [Fact]
    public async Task many_parameters_make_no_page_of_a_megabyte()
    {
        var space = string.Join(',', Enumerable.Range(0, 120).Select(i => $"\"parameter_{i}\":{{\"type\":\"float\",\"low\":0,\"high\":1}}"));
        await using var server = await AnalysisServer.StartAsync(Cancellation);
        var study = await TestStudy.CreateAsync(server.Store, "s", Cancellation, $$"""
            {"study":"s","objectives":[{"metric":"score","goal":"maximize"}],"evaluator":{"name":"external"},"space":{ {{space}} },"budget":{"trials":2000} }
            """);
        var random = new Random(1);
        for (var i = 0; i < 60; i++)
            await study.ObserveAsync(Configuration.Of([.. Enumerable.Range(0, 120).Select(p => ($"parameter_{p}", (ParameterValue)random.NextDouble()))]), [random.NextDouble()], TestStudy.Metrics(i, 200), Cancellation);

        await server.SeesAsync("/console/studies/s/insight/live", "What matters", Cancellation);

        (await server.Client.GetByteArrayAsync("/console/studies/s/insight", Cancellation)).Length.ShouldBeLessThan(1_000_000);
    }

    [Fact]
    public async Task a_study_without_results_says_that_there_is_nothing_to_say()
    {
        await using var server = await AnalysisServer.StartAsync(Cancellation);
        await TestStudy.CreateAsync(server.Store, "s", Cancellation);

        await server.SeesAsync("/console/studies/s/insight/live", "There is too little to say anything yet", Cancellation);
    }

    private static async Task ObserveAsync(TestStudy study, int count)
    {
        for (var i = 0; i < count; i++) await study.ObserveAsync(Configuration.Of(("x", i / 50.0)), [i % 7], TestStudy.Metrics(i % 7, 200), Cancellation);
    }
}
