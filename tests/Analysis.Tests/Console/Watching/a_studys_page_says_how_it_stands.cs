using System.Collections.Immutable;
using System.Net;
using ArchOpt.Search.Configurations;
using ArchOpt.Studies.Trials;
using ArchOpt.Testing;

namespace ArchOpt.Analysis.Tests.Console.Watching;

public sealed class a_studys_page_says_how_it_stands
{
    private const string Hostile = "<script>alert(\\\"x\\\")</script>";

    private const string Grouped = $$$"""
        {"study":"s","objectives":[{"metric":"<b>score","goal":"maximize","thresholds":{"good":0.5,"excellent":0.9}}],"evaluator":{"name":"external"},
         "space":{"model":{"type":"categorical","values":["{{{Hostile}}}","plain"]},"x":{"type":"float","low":0,"high":1},"same":{"type":"constant","value":3}},
         "groups":{"parameter":"model"},"budget":{"trials":2000,"failures":5}}
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task progress_best_grades_groups_and_states_are_there_and_hostile_names_stay_text()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        var study = await TestStudy.CreateAsync(server.Store, "s", Stop, Grouped);
        await ObserveAsync(study, "<script>alert(\"x\")</script>", 0.75, AttemptState.Completed);
        await ObserveAsync(study, "plain", 0.25, AttemptState.Completed);
        await ObserveAsync(study, "plain", double.NaN, AttemptState.Failed);
        await study.SetStatusAsync(StudyStatus.Paused, "<script>because", Stop);

        var html = await PageAsync(server, "s");

        html.ShouldNotContain("<script>alert");
        html.ShouldNotContain("<script>because");
        html.ShouldNotContain("<b>score");
        html.ShouldContain("&lt;script&gt;because");
        html.ShouldContain(">3</span> of 1,000");
        html.ShouldContain("0.7500");
        html.ShouldContain("reached by <a href=\"/console/studies/s/trials/0\">trial 0</a>");
        html.ShouldContain("not reached");
        html.ShouldContain("★ best of all");
        html.ShouldContain("x = 0.5");
        html.ShouldNotContain("same = 3", Case.Sensitive, "what never varies is not worth a line");
        html.ShouldContain("href=\"/console/studies/s/trials?state=Failed\"");
        html.ShouldContain("href=\"/console/studies/s/failed\"");
        html.ShouldContain("<svg");
        html.Split("<h1").Length.ShouldBe(2, "one heading");
    }

    [Fact]
    public async Task a_study_without_trials_has_a_page()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        await TestStudy.CreateAsync(server.Store, "s", Stop);
        var html = await PageAsync(server, "s");
        html.ShouldContain("No trial yet");
        html.ShouldContain("none yet");
        html.ShouldContain("Nothing to draw");
        html.ShouldContain("No result yet");
    }

    [Fact]
    public async Task the_latest_failures_say_why_in_their_own_words()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        var study = await TestStudy.CreateAsync(server.Store, "s", Stop);
        await study.ObserveAsync(
            Configuration.Of(("x", 0.5)), [], ImmutableSortedDictionary<string, double>.Empty, Stop, AttemptState.Failed, reason: "exit code 137: <killed>");

        var html = await PageAsync(server, "s");

        html.ShouldContain("exit code 137: &lt;killed&gt;");
        html.ShouldNotContain("exit code N");
    }

    [Fact]
    public async Task why_nothing_happens_is_said_first()
    {
        await using var proposal = await ProposalStandIn.StartAsync(Stop);
        await using var server = await AnalysisServer.StartAsync(Stop, proposal.Setting);
        await TestStudy.CreateAsync(server.Store, "s", Stop);
        proposal.On("GET /studies/s", Answers.Study("s", "no living worker takes evaluator '<i>' of class 'gpu'"));

        var html = await PageAsync(server, "s");

        html.ShouldContain("Nothing happens:");
        html.ShouldContain("no living worker takes evaluator &#x27;&lt;i&gt;&#x27;");
        html.IndexOf("Nothing happens", StringComparison.Ordinal).ShouldBeLessThan(html.IndexOf("study-figures", StringComparison.Ordinal));
        html.ShouldContain("role=\"alert\"");
    }

    [Fact]
    public async Task without_proposal_the_store_speaks_and_the_page_says_that_too()
    {
        await using var server = await AnalysisServer.StartAsync(Stop, [new("services:proposal:http:0", $"http://127.0.0.1:{Ports.Free()}")]);
        var study = await TestStudy.CreateAsync(server.Store, "s", Stop);
        await study.ObserveAsync(0.25, Stop);

        var html = await PageAsync(server, "s");

        html.ShouldContain("Proposal does not answer at http://127.0.0.1:");
        html.ShouldContain("what the store has");
        html.ShouldContain("0.2500");
    }

    [Fact]
    public async Task a_broker_that_is_down_is_no_secret()
    {
        await using var server = await AnalysisServer.StartAsync(Stop, [new("ConnectionStrings:messaging", $"amqp://guest:guest@127.0.0.1:{Ports.Free()}")]);
        var study = await TestStudy.CreateAsync(server.Store, "s", Stop);
        await using var page = await LiveParts.OpenAsync(server, "s", Stop);

        await page.SeesAsync("study-state", "The message broker cannot be reached");
        await study.ObserveAsync(0.25, Stop);
        await page.SeesAsync("study-recent", "0.2500");
    }

    [Fact]
    public async Task links_that_know_the_name_alone_lead_there()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        await TestStudy.CreateAsync(server.Store, "a b?", Stop);
        using var browser = server.Browser();
        using var answer = await browser.GetAsync("/console?study=a%20b%3F", Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.OriginalString.ShouldBe("/console/studies/a%20b%3F");
        (await PageAsync(server, "a%20b%3F")).ShouldContain("<bdi>a b?</bdi>");
    }

    [Theory]
    [InlineData("/console/studies/nobody")]
    [InlineData("/console/studies/nobody/cancel")]
    public async Task a_study_that_is_not_there_is_named(string path)
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        using var browser = server.Browser();
        using var answer = await browser.GetAsync(path, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Stop)).ShouldContain("'nobody'");
    }

    /// <summary>The page when everything was read.</summary>
    private static async Task<string> PageAsync(AnalysisServer server, string study)
    {
        var html = "";
        await Eventually.TrueAsync(
            async () => !(html = await server.Client.GetStringAsync($"/console/studies/{study}", Stop)).Contains("being read", StringComparison.Ordinal),
            TimeSpan.FromSeconds(20), "the study was read", Stop);
        return html;
    }

    private static Task ObserveAsync(TestStudy study, string group, double score, AttemptState state) => study.ObserveAsync(
        Configuration.Of(("model", group), ("x", 0.5), ("same", 3.0)), [score], ImmutableSortedDictionary<string, double>.Empty.Add("<b>score", score), Stop, state, "<u>worker");
}
