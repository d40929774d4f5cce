using ArchOpt.Console.Tests.Browsing;
using ArchOpt.Console.Tests.Systems;

namespace ArchOpt.Console.Tests;

public sealed class workers_are_seen_at_work(SharedBrowser browser) : ConsoleTest(browser)
{
    [Fact]
    public async Task with_what_they_run_and_what_cannot_be_done_to_them_is_said()
    {
        await using var system = await RunningSystem.StartAsync();
        await system.StartStudyAsync(StudyFiles.Rich("worked", trials: 200, delayMs: 1_000), Cancellation);
        var visit = await VisitAsync(system.Address, Viewing.Desk with { Expects = static text => text.Contains("409", StringComparison.Ordinal) });
        await visit.GoAsync("/console/workers");
        await visit.StayAsync();
        var worker = visit.Row("worker-1");
        await Visit.Expect(worker).ToContainTextAsync("Alive");
        await Visit.Expect(worker).ToContainTextAsync("4 of 4");
        await Visit.Expect(worker).ToContainTextAsync("worked");
        await visit.ExpectStayedAsync();
        await visit.ShootAsync("busy");

        // The only worker of a system in one process cannot be drained, and the page says why.
        await worker.GetByText("Drain").ClickAsync();
        await visit.Button("Drain it").ClickAsync();
        await Visit.Expect(visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert)).ToBeVisibleAsync();
        await visit.ShootAsync("not drained");
    }
}
