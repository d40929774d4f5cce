using System.Net;
using System.Text.RegularExpressions;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Studies.Trials;
using ArchOpt.Testing;

namespace ArchOpt.Analysis.Tests.Console.Watching;

public sealed partial class a_study_is_acted_upon
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("pause", "The study is paused")]
    [InlineData("resume", "The study goes on")]
    [InlineData("cancel", "The study was cancelled")]
    public async Task what_was_done_is_said_once_on_the_page_behind_it(string action, string notice)
    {
        await using var proposal = await ProposalStandIn.StartAsync(Stop);
        await using var server = await AnalysisServer.StartAsync(Stop, proposal.Setting);
        await TestStudy.CreateAsync(server.Store, "s", Stop);
        proposal.On($"POST /studies/s/{action}", Answers.Study("s"));
        using var browser = server.Browser();

        using var answer = await SendAsync(browser, action);

        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        answer.Headers.Location!.OriginalString.ShouldBe("/console/studies/s");
        proposal.Sent.ShouldBe([$"POST /studies/s/{action}"]);
        (await browser.GetStringAsync("/console/studies/s", Stop)).ShouldContain(notice);
        (await browser.GetStringAsync("/console/studies/s", Stop)).ShouldNotContain(notice, Case.Sensitive, "it is no longer news");
    }

    [Fact]
    public async Task why_it_was_not_done_is_said_too()
    {
        await using var proposal = await ProposalStandIn.StartAsync(Stop);
        await using var server = await AnalysisServer.StartAsync(Stop, proposal.Setting);
        await TestStudy.CreateAsync(server.Store, "s", Stop);
        proposal.On("POST /studies/s/pause", InputException.Conflict("study: 's' refuses: it has <b>ended."));
        using var browser = server.Browser();

        using var answer = await SendAsync(browser, "pause");

        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var html = await browser.GetStringAsync("/console/studies/s", Stop);
        html.ShouldContain("The study was not paused.");
        html.ShouldContain("refuses: it has &lt;b&gt;ended.");
    }

    [Fact]
    public async Task and_when_proposal_does_not_answer()
    {
        await using var server = await AnalysisServer.StartAsync(Stop, [new("services:proposal:http:0", $"http://127.0.0.1:{Ports.Free()}")]);
        await TestStudy.CreateAsync(server.Store, "s", Stop);
        using var browser = server.Browser();
        using var answer = await SendAsync(browser, "cancel");
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await browser.GetStringAsync("/console/studies/s", Stop)).ShouldContain("The study was not cancelled. Proposal does not answer");
    }

    [Fact]
    public async Task a_form_from_before_a_restart_does_nothing_and_says_why()
    {
        await using var proposal = await ProposalStandIn.StartAsync(Stop);
        await using var server = await AnalysisServer.StartAsync(Stop, proposal.Setting);
        await TestStudy.CreateAsync(server.Store, "s", Stop);
        using var browser = server.Browser();
        using var stale = new FormUrlEncodedContent([new("__RequestVerificationToken", "from another life")]);

        using var answer = await browser.PostAsync("/console/studies/s/actions/cancel", stale, Stop);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        (await answer.Content.ReadAsStringAsync(Stop)).ShouldContain("This form is out of date");
        proposal.Sent.ShouldBeEmpty();
        using var again = await browser.GetAsync("/console/studies/s/actions/cancel", Stop);
        again.Headers.Location!.OriginalString.ShouldBe("/console/studies/s", "its link leads back to the study");
    }

    [Theory]
    [InlineData(StudyStatus.Running, "pause", "resume")]
    [InlineData(StudyStatus.Paused, "resume", "pause")]
    public async Task only_what_makes_sense_is_offered(StudyStatus status, string offered, string hidden)
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        var study = await TestStudy.CreateAsync(server.Store, "s", Stop);
        await study.SetStatusAsync(status, "", Stop);
        var html = await server.Client.GetStringAsync("/console/studies/s", Stop);
        html.ShouldContain($"class=\"action-{offered}\">");
        html.ShouldContain($"class=\"action-{hidden}\" hidden>");
        html.ShouldContain("href=\"/console/studies/s/cancel\"");
    }

    [Fact]
    public async Task cancelling_is_asked_about_first()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        var study = await TestStudy.CreateAsync(server.Store, "s", Stop);
        await study.ProposeAsync(Stop);
        var asked = await server.Client.GetStringAsync("/console/studies/s/cancel", Stop);
        asked.ShouldContain("One trial of it runs or waits");
        asked.ShouldContain("action=\"/console/studies/s/actions/cancel\"");

        await study.SetStatusAsync(StudyStatus.Completed, "the end", Stop);
        (await server.Client.GetStringAsync("/console/studies/s/cancel", Stop)).ShouldNotContain("<form");
    }

    /// <summary>With the token of the page that has the form.</summary>
    private static async Task<HttpResponseMessage> SendAsync(HttpClient browser, string action)
    {
        var page = await browser.GetStringAsync(action == "cancel" ? "/console/studies/s/cancel" : "/console/studies/s", Stop);
        using var content = new FormUrlEncodedContent([new("__RequestVerificationToken", Token().Match(page).Groups["token"].Value)]);
        return await browser.PostAsync($"/console/studies/s/actions/{action}", content, Stop);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Token();
}
