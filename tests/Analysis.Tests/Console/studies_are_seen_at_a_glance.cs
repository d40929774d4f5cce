using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using ArchOpt.Contracts.Http;
using ArchOpt.Search.Configurations;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Tests.Console;

public sealed class studies_are_seen_at_a_glance
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;
    private static readonly DateTimeOffset Moment = new(2031, 2, 28, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task none_says_how_to_start_one()
    {
        await using var server = await AnalysisServer.StartAsync(Cancellation);

        (await server.Client.GetStringAsync("/console", Cancellation)).ShouldContain("archopt run FILE");
    }

    [Fact]
    public async Task running_ones_first_then_the_newest_with_their_progress_best_and_trouble()
    {
        await using var proposal = await ProposalStandIn.StartAsync(Cancellation);
        proposal.On("GET /studies", new[]
        {
            Study("older", StudyStatus.Completed, 1),
            Study("newer", StudyStatus.Paused, 2) with { Reason = "by a person" },
            Study("oldest", StudyStatus.Running, 0) with { Trouble = "no living worker takes its trials" },
        });
        await using var server = await AnalysisServer.StartAsync(Cancellation, proposal.Setting);

        var html = await server.Client.GetStringAsync("/console", Cancellation);

        html.IndexOf(">oldest<", StringComparison.Ordinal).ShouldBeLessThan(html.IndexOf(">newer<", StringComparison.Ordinal));
        html.IndexOf(">newer<", StringComparison.Ordinal).ShouldBeLessThan(html.IndexOf(">older<", StringComparison.Ordinal));
        html.ShouldContain("no living worker takes its trials");
        html.ShouldContain("by a person");
        html.ShouldContain("9 of 40");
        html.ShouldContain("href=\"/console/studies/oldest/trials/7\"");
        html.ShouldContain("0.2500");
        html.ShouldContain("href=\"/console/studies/oldest/failed\"");
    }

    [Fact]
    public async Task names_that_somebody_chose_are_text()
    {
        const string Name = "<script>alert(1)</script>\"'\u202Eنص";
        await using var proposal = await ProposalStandIn.StartAsync(Cancellation);
        proposal.On("GET /studies", new[] { Study(Name, StudyStatus.Running, 0) with { Trouble = "<img src=x onerror=alert(1)>", Strategy = "<b>" }, Study(new string('n', 200), StudyStatus.Running, 1) });
        await using var server = await AnalysisServer.StartAsync(Cancellation, proposal.Setting);

        var html = await server.Client.GetStringAsync("/console", Cancellation);

        html.ShouldNotContain("<script>alert");
        html.ShouldNotContain("<img src=x");
        html.ShouldNotContain("<b>");
        html.ShouldContain($"href=\"/console/studies/{Uri.EscapeDataString(Name)}\"");
        html.ShouldContain(new string('n', 200));
    }

    [Fact]
    public async Task while_proposal_does_not_answer_the_store_tells_what_it_has()
    {
        await using var server = await AnalysisServer.StartAsync(Cancellation, new KeyValuePair<string, string?>("services:proposal:http:0", "http://127.0.0.1:9"));
        var study = await TestStudy.CreateAsync(server.Store, "kept", Cancellation);
        await study.ObserveAsync(0.5, Cancellation);
        await study.ProposeAsync(Cancellation);

        var html = await server.Client.GetStringAsync("/console", Cancellation);

        html.ShouldContain("Proposal does not answer");
        html.ShouldContain(">kept<");
        html.ShouldContain("1 of 1,000");
        html.ShouldContain("1 completed");
    }

    [Fact]
    public async Task a_thousand_are_filtered_and_paged_and_no_page_is_slow_or_long()
    {
        await using var proposal = await ProposalStandIn.StartAsync(Cancellation);
        proposal.On("GET /studies", Enumerable.Range(0, 1_000).Select(i => Study($"study-{i:0000}", i == 17 ? StudyStatus.Failed : StudyStatus.Completed, i)).ToArray());
        await using var server = await AnalysisServer.StartAsync(Cancellation, proposal.Setting);
        await server.Client.GetStringAsync("/console", Cancellation); // compiles the page

        var begun = Stopwatch.GetTimestamp();
        var first = await server.Client.GetStringAsync("/console", Cancellation);
        var taken = Stopwatch.GetElapsedTime(begun);
        var last = await server.Client.GetStringAsync("/console?page=20", Cancellation);
        var failed = await server.Client.GetStringAsync("/console?status=Failed", Cancellation);
        var named = await server.Client.GetStringAsync("/console?text=STUDY-012", Cancellation);

        first.Length.ShouldBeLessThan(250_000);
        taken.ShouldBeLessThan(TimeSpan.FromSeconds(2), "a bound for slow machines; the benchmark measures");
        first.ShouldContain("study-0999");
        first.ShouldNotContain("study-0949");
        first.ShouldContain("href=\"/console?page=2\"");
        last.ShouldContain("study-0000");
        failed.ShouldContain("study-0017");
        failed.ShouldNotContain("study-0018");
        named.ShouldContain("study-0129");
        named.ShouldNotContain("study-0130");
    }

    [Fact]
    public async Task what_nothing_is_like_is_said()
    {
        await using var proposal = await ProposalStandIn.StartAsync(Cancellation);
        proposal.On("GET /studies", new[] { Study("one", StudyStatus.Completed, 0) });
        await using var server = await AnalysisServer.StartAsync(Cancellation, proposal.Setting);

        (await server.Client.GetStringAsync("/console?text=%3Cother&page=0&status=x", Cancellation)).ShouldContain("No study is like that");
    }

    [Fact]
    public async Task the_list_changes_while_it_is_looked_at_and_all_who_look_see_the_same()
    {
        await using var proposal = await ProposalStandIn.StartAsync(Cancellation);
        proposal.On("GET /studies", new[] { Study("one", StudyStatus.Running, 0) });
        await using var server = await AnalysisServer.StartAsync(Cancellation, proposal.Setting);

        await server.SeesAsync("/console/live", "one", Cancellation);
        proposal.On("GET /studies", new[] { Study("one", StudyStatus.Completed, 0), Study("two", StudyStatus.Running, 1) });
        await server.SeesAsync("/console/live", "two", Cancellation);
    }

    [Fact]
    public async Task a_missing_study_shows_the_nearest()
    {
        await using var server = await AnalysisServer.StartAsync(Cancellation);
        await TestStudy.CreateAsync(server.Store, "quickstart", Cancellation);

        using var answer = await server.Client.GetAsync("/console/studies/quikstart/insight", Cancellation);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync(Cancellation)).ShouldContain("href=\"/console/studies/quickstart/insight\"");
    }

    private static StudyView Study(string name, StudyStatus status, int minute) => new()
    {
        Id = $"id{minute}",
        Name = name,
        Status = status,
        Reason = "",
        Strategy = "random",
        Evaluator = "function",
        Objectives = [new("loss", Goal.Minimize)],
        Budget = new(40, 4, null, null),
        Trials = new(10, 1, 0, 6, 0, 0, 3, 0),
        Best = new(7, 0.25, Configuration.Of(("x", 0.5)), ImmutableSortedDictionary<string, double>.Empty),
        Created = Moment.AddMinutes(minute),
        ElapsedSeconds = 3,
    };
}
