using ArchOpt.Console.Tests.Browsing;
using ArchOpt.Console.Tests.Systems;
using ArchOpt.Testing;
using ArchOpt.Testing.Cluster;
using Microsoft.Playwright;

namespace ArchOpt.Console.Tests;

/// <summary>Processes of their own around a RabbitMQ: what the console says while parts of it die, and that it needs no reload when they are back.</summary>
public sealed class a_real_system_is_watched_and_repaired(SharedBrowser browser) : ConsoleTest(browser)
{
    private const string Failing = "failing";
    private const string Long = "long";

    [Fact]
    public async Task by_its_console()
    {
        Requires.Browser();
        await using var cluster = await ArchOptCluster.StartAsync(new ClusterOptions { Workers = 2, Slots = 2 }, Cancellation);
        var visit = await VisitAsync(new Uri(cluster.AnalysisUrl), Viewing.Desk with { Expects = static text => text.Contains("net::ERR_", StringComparison.Ordinal) });
        await ReplayedTrialsComeBackAsync(cluster, visit);
        await cluster.StartStudyAsync(StudyFiles.Rich(Long, trials: 2_000, delayMs: 700), Cancellation);
        await WorkersComeAndGoAsync(cluster, visit);
        await ProposalIsMissedAsync(cluster, visit);
        await TheBrokerIsMissedAsync(cluster, visit);
    }

    /// <summary>Which attempts fail follows from their seeds: some of the replayed trials fail again, and return with a count.</summary>
    private static async Task ReplayedTrialsComeBackAsync(ArchOptCluster cluster, Visit visit)
    {
        await cluster.StartStudyAsync(StudyFiles.Failing(Failing, trials: 12, rate: 0.5), Cancellation);
        var failed = (await cluster.EndedAsync(Failing, Visit.Deadline, Cancellation)).Trials.Failed;
        failed.ShouldBeGreaterThan(1);
        await visit.GoAsync($"/console/studies/{Failing}/failed");
        var causes = visit.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Region);
        await Visit.Expect(causes).ToHaveCountAsync(1);
        await causes.GetByRole(AriaRole.Button, new() { Name = "Replay" }).ClickAsync();
        await visit.Button($"Replay {failed} trials").ClickAsync();
        await Visit.Expect(visit.Page.GetByText($"{failed} trials run again")).ToBeVisibleAsync();
        await visit.StayAsync();
        await Visit.Expect(causes).ToContainTextAsync("failed again after a replay");
        await visit.ExpectStayedAsync();
        await visit.ShootAsync("failed again");
    }

    private static async Task WorkersComeAndGoAsync(ArchOptCluster cluster, Visit visit)
    {
        await visit.GoAsync("/console/workers");
        await visit.StayAsync();
        await Visit.Expect(visit.Row("worker-1")).ToContainTextAsync("2 of 2");
        await Visit.Expect(visit.Row("worker-2")).ToContainTextAsync("2 of 2");
        await cluster.Workers[1].KillAsync();
        await Visit.Expect(visit.Row("worker-2")).ToContainTextAsync("Silent");
        await visit.ShootAsync("one worker is silent");
        cluster.StartServices();
        await Visit.Expect(visit.Row("worker-2")).ToContainTextAsync("Alive");
        await visit.ExpectStayedAsync();
        await visit.Row("worker-2").GetByRole(AriaRole.Link, new() { Name = "Drain" }).ClickAsync();
        await Visit.Expect(visit.Heading("Drain worker-2?")).ToBeVisibleAsync();
        await visit.ShootAsync("drain");
        await visit.Button("Drain it").ClickAsync();
        await Visit.Expect(visit.Row("worker-2")).ToContainTextAsync("Draining");
        await visit.ShootAsync("draining");
    }

    private static async Task ProposalIsMissedAsync(ArchOptCluster cluster, Visit visit)
    {
        await visit.GoAsync($"/console/studies/{Long}");
        await visit.StayAsync();
        var notice = visit.Page.GetByRole(AriaRole.Alert);
        await Visit.Expect(notice).ToHaveCountAsync(0);
        await cluster.Proposal.KillAsync();
        await Visit.Expect(notice).ToContainTextAsync("Proposal does not answer");
        await visit.ShootAsync("Proposal is away");
        var other = await visit.OpenAsync("/console");
        await Assertions.Expect(other.GetByRole(AriaRole.Row).Filter(new() { HasText = Long })).ToBeVisibleAsync();
        await Assertions.Expect(other.GetByRole(AriaRole.Alert)).ToContainTextAsync("Proposal does not answer");
        cluster.StartServices();
        await Visit.Expect(notice).ToHaveCountAsync(0);
        await Assertions.Expect(other.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
        await other.CloseAsync();
        await visit.ExpectStayedAsync();
    }

    private static async Task TheBrokerIsMissedAsync(ArchOptCluster cluster, Visit visit)
    {
        await visit.GoAsync($"/console/studies/{Long}");
        await visit.StayAsync();
        var notice = visit.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "broker" });
        await cluster.Broker.KillAsync();
        await Visit.Expect(notice).ToBeVisibleAsync();
        await visit.ShootAsync("the broker is away");
        await cluster.Broker.RestartAsync(Cancellation);
        await Visit.Expect(notice).ToHaveCountAsync(0, new() { Timeout = 60_000 });
        var before = (await cluster.StudyAsync(Long, Cancellation)).Trials.Completed;
        await EventuallyAsync(async () => (await cluster.StudyAsync(Long, Cancellation)).Trials.Completed > before, "the search goes on");
        await visit.ExpectStayedAsync();
    }
}
