using System.Collections.Immutable;
using System.Net;
using ArchOpt.Contracts;
using ArchOpt.Contracts.Http;
using ArchOpt.ServiceDefaults.Http;

namespace ArchOpt.Analysis.Tests.Console;

public sealed class workers_are_watched_and_drained
{
    private const string Hostile = "<script>alert(1)</script>/\"'\u202Eنص";

    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task none_says_how_to_start_one()
    {
        await using var proposal = await StandInAsync();
        await using var server = await AnalysisServer.StartAsync(Cancellation, proposal.Setting);

        (await server.Client.GetStringAsync("/console/workers", Cancellation)).ShouldContain("dotnet run --project services/Evaluation");
    }

    [Fact]
    public async Task each_shows_what_it_runs_and_takes_and_whether_it_lives()
    {
        await using var proposal = await StandInAsync();
        await using var server = await AnalysisServer.StartAsync(Cancellation, proposal.Setting);
        var study = await TestStudy.CreateAsync(server.Store, "watched", Cancellation);
        proposal.On("GET /workers", new[]
        {
            Worker("busy") with { Busy = 2, Running = [new(study.Record.Id, 12, 1), new(study.Record.Id, 13, 3)] },
            Worker("gone") with { Alive = false, Running = [new("deleted", 1, 1)] },
            Worker("leaving") with { Draining = true },
        });

        var html = await server.Client.GetStringAsync("/console/workers", Cancellation);

        html.ShouldContain("href=\"/console/studies/watched/trials/12\"");
        html.ShouldContain("(attempt 3)");
        html.ShouldContain("2 of 4");
        html.ShouldContain("command, function");
        html.ShouldContain("gpu");
        html.ShouldContain(">Silent<");
        html.ShouldContain(">Draining<");
        html.ShouldContain("1 trial of a study that was deleted");
        html.ShouldContain("/console/workers/drain?worker=busy");
        html.ShouldNotContain("drain?worker=gone");
        html.ShouldNotContain("drain?worker=leaving");
    }

    [Fact]
    public async Task draining_asks_first_and_then_tells_proposal()
    {
        await using var proposal = await StandInAsync(Worker(Hostile));
        proposal.On($"POST /workers/{Uri.EscapeDataString(Hostile)}/drain", Worker(Hostile));
        await using var server = await AnalysisServer.StartAsync(Cancellation, proposal.Setting);
        using var browser = server.Browser();
        var list = await browser.GetStringAsync("/console/workers", Cancellation);
        list.ShouldNotContain("<script>alert");
        var address = "/console/workers/drain?worker=" + Uri.EscapeDataString(Hostile);
        WebUtility.HtmlDecode(list).ShouldContain(address);

        (await browser.GetStringAsync(address, Cancellation)).ShouldContain("It is the only worker that takes work");
        proposal.Sent.ShouldBeEmpty();
        using var answer = await browser.SendFormAsync(address, "drain", Cancellation);

        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        proposal.Sent.ShouldBe([$"POST /workers/{Uri.EscapeDataString(Hostile)}/drain"]);
        var after = await browser.GetStringAsync(answer.Headers.Location, Cancellation);
        after.ShouldContain("was told to finish what it runs");
        after.ShouldNotContain("<script>alert");
    }

    [Fact]
    public async Task what_proposal_refuses_is_shown()
    {
        await using var proposal = await StandInAsync(Worker("w"));
        proposal.On("POST /workers/w/drain", InputException.Conflict("worker: 'w' is part of <this> process; stop the process."));
        await using var server = await AnalysisServer.StartAsync(Cancellation, proposal.Setting);
        using var browser = server.Browser();

        using var answer = await browser.SendFormAsync("/console/workers/drain?worker=w", "drain", Cancellation);

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancellation)).ShouldContain("'w' is part of <this> process");
    }

    [Fact]
    public async Task a_worker_that_is_not_there_is_a_page_that_says_so()
    {
        await using var proposal = await StandInAsync();
        await using var server = await AnalysisServer.StartAsync(Cancellation, proposal.Setting);

        using var answer = await server.Client.GetAsync("/console/workers/drain?worker=nobody", Cancellation);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync(Cancellation)).ShouldContain("href=\"/console/workers\"");
    }

    [Fact]
    public async Task while_proposal_does_not_answer_the_page_says_so()
    {
        await using var server = await AnalysisServer.StartAsync(Cancellation, new KeyValuePair<string, string?>("services:proposal:http:0", "http://127.0.0.1:9"));

        (await server.Client.GetStringAsync("/console/workers", Cancellation)).ShouldContain("Proposal does not answer");
    }

    [Fact]
    public async Task one_that_falls_silent_is_seen_to()
    {
        await using var proposal = await StandInAsync(Worker("w"));
        await using var server = await AnalysisServer.StartAsync(Cancellation, proposal.Setting);

        await server.SeesAsync("/console/workers/live", ">Alive<", Cancellation);
        proposal.On("GET /workers", new[] { Worker("w") with { Alive = false } });
        await server.SeesAsync("/console/workers/live", ">Silent<", Cancellation);
    }

    private static async Task<ProposalStandIn> StandInAsync(params WorkerView[] workers)
    {
        var proposal = await ProposalStandIn.StartAsync(Cancellation);
        proposal.On("GET /workers", workers);
        return proposal;
    }

    private static WorkerView Worker(string name) => new(
        name, "machine", "1.0.0", 4, 0, ImmutableArray<HeldAttempt>.Empty, ["command", "function"], new DateTimeOffset(2031, 2, 28, 12, 0, 0, TimeSpan.Zero), Alive: true)
    { ResourceClasses = ["default", "gpu"] };
}
