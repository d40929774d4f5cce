using System.Net;
using System.Text.Json;
using ArchOpt.Contracts.Http;
using ArchOpt.ServiceDefaults.Http;

namespace ArchOpt.Analysis.Tests.Console;

public sealed class stray_messages_are_discarded_with_a_reason
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    private static readonly RestingMessageView[] Messages =
    [
        new("results_error", "m1", "TrialFinished", "its study was deleted", "Boom <script>alert(1)</script>", null),
        new("claims_skipped", "m\"2", null, "it cannot be read", null, null),
    ];

    [Fact]
    public async Task they_show_why_they_are_no_failed_trials()
    {
        await using var proposal = await StandInAsync(null);
        await using var server = await AnalysisServer.StartAsync(Cancellation, proposal.Setting);

        var html = await server.Client.GetStringAsync("/console/failed", Cancellation);

        html.ShouldContain("its study was deleted");
        html.ShouldContain("claims_skipped");
        html.ShouldContain("Boom");
        html.ShouldNotContain("<script>alert");
    }

    [Fact]
    public async Task only_the_ticked_ones_go()
    {
        await using var proposal = await StandInAsync(null);
        await using var server = await AnalysisServer.StartAsync(Cancellation, proposal.Setting);
        using var browser = server.Browser();

        using var answer = await browser.SendFormAsync("/console/failed", "discard", Cancellation, new("message", "m\"2"), new("reason", "of an old version"));

        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        Sent(proposal).Messages!.Value.ShouldBe(["m\"2"]);
        Sent(proposal).Reason.ShouldBe("of an old version");
        (await browser.GetStringAsync(answer.Headers.Location, Cancellation)).ShouldContain("1 message was discarded");
    }

    [Fact]
    public async Task all_of_them_is_said_and_never_meant_by_ticking_none()
    {
        await using var proposal = await StandInAsync(null);
        await using var server = await AnalysisServer.StartAsync(Cancellation, proposal.Setting);
        using var browser = server.Browser();

        using var none = await browser.SendFormAsync("/console/failed", "discard", Cancellation, new KeyValuePair<string, string>("reason", "r"));
        none.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        proposal.Sent.ShouldBeEmpty();
        using var all = await browser.SendFormAsync("/console/failed", "discard", Cancellation, new("reason", "r"), new("all", "true"));

        all.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        Sent(proposal).Messages.ShouldBeNull();
    }

    [Fact]
    public async Task what_proposal_refuses_is_shown()
    {
        await using var proposal = await StandInAsync(null);
        proposal.On("POST /failed/discard", new InputException(400, "reason: must say why"));
        await using var server = await AnalysisServer.StartAsync(Cancellation, proposal.Setting);
        using var browser = server.Browser();

        using var answer = await browser.SendFormAsync("/console/failed", "discard", Cancellation, new("reason", " "), new("all", "true"));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(Cancellation)).ShouldContain("reason: must say why");
    }

    [Fact]
    public async Task a_broker_that_is_away_is_said_to_be()
    {
        await using var proposal = await StandInAsync("The broker does not let the error queues be read: <refused>");
        await using var server = await AnalysisServer.StartAsync(Cancellation, proposal.Setting);

        (await server.Client.GetStringAsync("/console/failed", Cancellation)).ShouldContain("The broker does not let the error queues be read: &lt;refused&gt;");
    }

    private static async Task<ProposalStandIn> StandInAsync(string? unread)
    {
        var proposal = await ProposalStandIn.StartAsync(Cancellation);
        proposal.On("GET /failed", new FailedView { Groups = [], Messages = unread is null ? [.. Messages] : [], MessagesUnread = unread });
        proposal.On<DiscardRequest>("POST /failed/discard", request => new DiscardView([.. Messages.Where(message => request.Messages?.Contains(message.Id) != false)]));
        return proposal;
    }

    private static DiscardRequest Sent(ProposalStandIn proposal) =>
        JsonSerializer.Deserialize<DiscardRequest>(proposal.Sent.Last()["POST /failed/discard ".Length..], JsonDefaults.Options)!;
}
