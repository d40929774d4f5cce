using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using ArchOpt.Contracts.Http;
using ArchOpt.ServiceDefaults.Http;

namespace ArchOpt.Analysis.Tests.Console;

public sealed class failed_trials_are_put_back
{
    private const string Hostile = "<script>alert(1)</script> \"'\u202Eنص";

    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task nothing_failed_is_said()
    {
        await using var proposal = await StandInAsync();
        await using var server = await AnalysisServer.StartAsync(Cancellation, proposal.Setting);

        (await server.Client.GetStringAsync("/console/failed", Cancellation)).ShouldContain("Nothing is failed.");
    }

    [Fact]
    public async Task each_cause_shows_its_trials_its_example_and_how_often_it_came_back()
    {
        await using var proposal = await StandInAsync(Group("out of memory", [1, 2, 3, 7]) with { FailedAgain = 2, Attempts = 6, Example = $"Traceback\n{Hostile}" }, Group(Hostile, [9]));
        await using var server = await AnalysisServer.StartAsync(Cancellation, proposal.Setting);

        var html = await server.Client.GetStringAsync("/console/failed", Cancellation);

        html.ShouldNotContain("<script>alert");
        html.ShouldContain("out of memory");
        html.ShouldContain("1-3, 7");
        html.ShouldContain("6 attempts");
        html.ShouldContain("2 failed again after a replay");
        html.ShouldContain("5 failed trials for 2 reasons");
        html.ShouldContain("href=\"/console/studies/s/trials/9\"");
    }

    [Fact]
    public async Task a_group_is_previewed_then_replayed_and_the_list_says_so()
    {
        await using var proposal = await StandInAsync(Group(Hostile, [1, 2]), Group("other", [5]));
        await using var server = await StartAsync(proposal);
        using var browser = server.Browser();
        var address = $"/console/failed/replay?study=s&cause={Analysis.Console.Failures.ReplaySelection.CauseId(Hostile)}";
        WebUtility.HtmlDecode(await browser.GetStringAsync("/console/failed", Cancellation)).ShouldContain($"value=\"{address[^16..]}\"");

        (await browser.GetStringAsync(address, Cancellation)).ShouldContain("<strong>2 trials</strong> would run again");
        Requests(proposal).ShouldAllBe(request => request.DryRun);
        using var answer = await browser.SendFormAsync(address, "replay", Cancellation);

        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var request = Requests(proposal)[^1];
        (request.Study, request.DryRun, request.Settings).ShouldBe(("s", false, null));
        request.Trials!.Value.ShouldBe([1, 2]);
        (await browser.GetStringAsync(answer.Headers.Location, Cancellation)).ShouldContain("2 trials run again and have left this list");
    }

    [Fact]
    public async Task single_trials_are_ticked_or_typed()
    {
        await using var proposal = await StandInAsync(Group("cause", [1, 2, 3, 4, 5, 6]));
        await using var server = await StartAsync(proposal);

        var html = await server.Client.GetStringAsync("/console/failed/replay?study=s&cause=x&trial=6&trials=1-2,%204", Cancellation);

        html.ShouldContain("<strong>4 trials</strong>");
        html.ShouldContain("1-2, 4, 6");
        Requests(proposal).Single().Trials!.Value.ShouldBe([1, 2, 4, 6]);
    }

    [Theory]
    [InlineData("trials=1-x", "'1-x' is neither a trial's number nor a range")]
    [InlineData("trials=9-3", "'9-3' is neither")]
    [InlineData("trials=0-99999999999", "more than 1,000,000 trials")]
    [InlineData("settings=%7Bno", "The settings are no JSON")]
    [InlineData("cause=0000000000000000", "None of these trials is failed any more")]
    public async Task a_choice_that_is_none_is_said_to_be(string choice, string said)
    {
        await using var proposal = await StandInAsync(Group("cause", [1]));
        await using var server = await StartAsync(proposal);

        using var answer = await server.Client.GetAsync("/console/failed/replay?study=s&" + choice, Cancellation);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancellation)).ShouldContain(said);
        Requests(proposal).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_setting_is_corrected_for_the_whole_study_before()
    {
        await using var proposal = await StandInAsync(Group("no such file", [1]));
        await using var server = await StartAsync(proposal);
        using var browser = server.Browser();
        var address = $"/console/failed/replay?study=s&settings={Uri.EscapeDataString("{\"path\":\"/right/<b>\"}")}";

        var preview = await browser.GetStringAsync(address, Cancellation);
        using var answer = await browser.SendFormAsync(address, "replay", Cancellation);

        preview.ShouldNotContain("<b>");
        WebUtility.HtmlDecode(preview).ShouldContain("\"/right/<b>\"");
        preview.ShouldContain("Correct the settings and replay");
        var request = Requests(proposal)[^1];
        request.DryRun.ShouldBeFalse();
        request.Settings!.Value.GetProperty("path").GetString().ShouldBe("/right/<b>");
        answer.Headers.Location!.ToString().ShouldContain("changed=1");
    }

    [Fact]
    public async Task what_is_not_worth_another_run_is_given_up_with_a_reason()
    {
        await using var proposal = await StandInAsync(Group("cause", [1, 2]), Group("other", [5]));
        proposal.On<DiscardRequest>("POST /failed/discard", request => new DiscardView([]) { Trials = request.Trials!.Value });
        await using var server = await StartAsync(proposal);
        using var browser = server.Browser();

        using var answer = await browser.SendFormAsync(
            $"/console/failed/replay?study=s&cause={Analysis.Console.Failures.ReplaySelection.CauseId("cause")}", "give-up", Cancellation, new KeyValuePair<string, string>("reason", "the disk is gone"));

        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var request = JsonSerializer.Deserialize<DiscardRequest>(proposal.Sent.Last()["POST /failed/discard ".Length..], JsonDefaults.Options)!;
        (request.Study, request.Reason, request.Messages).ShouldBe(("s", "the disk is gone", null));
        request.Trials!.Value.ShouldBe([1, 2]);
        (await browser.GetStringAsync(answer.Headers.Location, Cancellation)).ShouldContain("2 trials were given up");
    }

    [Fact]
    public async Task what_proposal_refuses_is_shown()
    {
        await using var proposal = await StandInAsync(Group("cause", [1]) with { Refusal = "the study was cancelled, which is final" });
        await using var server = await StartAsync(proposal);
        proposal.On("POST /failed/replay", InputException.Conflict("study: 's' refuses: the study was cancelled, which is final."));

        (await server.Client.GetStringAsync("/console/failed", Cancellation)).ShouldContain("These cannot be replayed: the study was cancelled");
        using var answer = await server.Client.GetAsync("/console/failed/replay?study=s", Cancellation);

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancellation)).ShouldContain("'s' refuses");
    }

    [Fact]
    public async Task ten_thousand_of_one_cause_make_no_long_page()
    {
        await using var proposal = await StandInAsync(Group("cause", [.. Enumerable.Range(0, 10_000).Select(i => 3L * i)]));
        await using var server = await StartAsync(proposal);
        await server.Client.GetStringAsync("/console/failed", Cancellation); // compiles the page

        var begun = Stopwatch.GetTimestamp();
        var html = await server.Client.GetStringAsync("/console/failed", Cancellation);
        var taken = Stopwatch.GetElapsedTime(begun);
        var preview = await server.Client.GetStringAsync("/console/failed/replay?study=s&cause=" + Analysis.Console.Failures.ReplaySelection.CauseId("cause"), Cancellation);

        html.Length.ShouldBeLessThan(100_000);
        preview.Length.ShouldBeLessThan(100_000);
        preview.ShouldContain("<strong>10,000 trials</strong>");
        taken.ShouldBeLessThan(TimeSpan.FromSeconds(2), "a bound for slow machines; the benchmark measures");
    }

    [Fact]
    public async Task replayed_ones_leave_and_come_back_with_a_count_when_they_fail_again()
    {
        await using var proposal = await StandInAsync(Group("cause", [1]));
        await using var server = await StartAsync(proposal);

        await server.SeesAsync("/console/studies/s/failed/live", "1 attempt<", Cancellation);
        proposal.On("GET /failed?study=s", new FailedView { Groups = [] });
        await server.SeesAsync("/console/studies/s/failed/live", "Nothing of this study is failed", Cancellation);
        proposal.On("GET /failed?study=s", new FailedView { Groups = [Group("cause", [1]) with { FailedAgain = 1, Attempts = 2 }] });
        await server.SeesAsync("/console/studies/s/failed/live", "1 failed again after a replay", Cancellation);
    }

    [Fact]
    public async Task while_proposal_does_not_answer_the_store_tells_how_many()
    {
        await using var server = await AnalysisServer.StartAsync(Cancellation, new KeyValuePair<string, string?>("services:proposal:http:0", "http://127.0.0.1:9"));
        var study = await TestStudy.CreateAsync(server.Store, "kept", Cancellation);
        await study.ObserveAsync(Search.Configurations.Configuration.Of(("x", 0.5)), [], ImmutableSortedDictionary<string, double>.Empty, Cancellation, Studies.Trials.AttemptState.Failed);

        var html = await server.Client.GetStringAsync("/console/failed", Cancellation);

        html.ShouldContain("Proposal does not answer");
        html.ShouldContain("1 failed trial");
        html.ShouldContain("/console/studies/kept/trials?state=Failed");
    }

    [Fact]
    public async Task a_study_that_is_not_there_is_a_page_that_says_so()
    {
        await using var proposal = await StandInAsync();
        await using var server = await AnalysisServer.StartAsync(Cancellation, proposal.Setting);

        (await server.Client.GetAsync("/console/studies/none/failed", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await server.Client.GetAsync("/console/failed/replay?study=none", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task<AnalysisServer> StartAsync(ProposalStandIn proposal)
    {
        var server = await AnalysisServer.StartAsync(Cancellation, proposal.Setting);
        await TestStudy.CreateAsync(server.Store, "s", Cancellation);
        return server;
    }

    /// <summary>Replays what it is asked for, as Proposal does when all of that is failed.</summary>
    private static async Task<ProposalStandIn> StandInAsync(params FailedGroupView[] groups)
    {
        var proposal = await ProposalStandIn.StartAsync(Cancellation);
        proposal.On("GET /failed", new FailedView { Groups = [.. groups] });
        proposal.On("GET /failed?study=s", new FailedView { Groups = [.. groups] });
        proposal.On<ReplayRequest>("POST /failed/replay", request => new ReplayView(
            request.DryRun, [new() { Study = request.Study!, Replayed = request.Trials ?? [.. groups.SelectMany(group => group.Trials).Order()] }])
        {
            Settings = request.Settings is { } patch ? [.. patch.EnumerateObject().Select(setting => new SettingChangeView(setting.Name, null, setting.Value))] : null,
        });
        return proposal;
    }

    private static ReplayRequest[] Requests(ProposalStandIn proposal) =>
        [.. proposal.Sent.Where(sent => sent.StartsWith("POST /failed/replay", StringComparison.Ordinal)).Select(sent => JsonSerializer.Deserialize<ReplayRequest>(sent["POST /failed/replay ".Length..], JsonDefaults.Options)!)];

    private static FailedGroupView Group(string cause, ImmutableArray<long> trials) => new()
    {
        Study = "s",
        Cause = cause,
        Count = trials.Length,
        Trials = trials,
        Attempts = trials.Length,
        Last = new DateTimeOffset(2031, 2, 28, 12, 0, 0, TimeSpan.Zero),
    };
}
