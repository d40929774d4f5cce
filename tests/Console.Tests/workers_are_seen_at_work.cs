using ArchOpt.Console.Tests.Browsing;
using ArchOpt.Console.Tests.Systems;

namespace ArchOpt.Console.Tests;

public sealed class workers_are_seen_at_work(SharedBrowser browser) : ConsoleTest(browser)
{
    [Fact]
    public async Task and_drained_after_a_question()
    {
        await using var system = await RunningSystem.StartAsync();
        await system.StartStudyAsync(StudyFiles.Rich("worked", trials: 40, delayMs: 1_000), Cancellation);
        var visit = await VisitAsync(system.Address);
        await visit.GoAsync("/console/workers");
        await visit.StayAsync();
        var worker = visit.Row("worker-1");
        await Visit.Expect(worker).ToContainTextAsync("Alive");
        await Visit.Expect(worker).ToContainTextAsync("4 of 4");
        await Visit.Expect(worker).ToContainTextAsync("worked");
        await visit.ExpectStayedAsync();
        await visit.ShootAsync("busy");
        await worker.GetByText("Drain").ClickAsync();
        await Visit.Expect(visit.Heading("Drain worker-1?")).ToBeVisibleAsync();
        await visit.ShootAsync("drain");
        await visit.Button("Drain it").ClickAsync();
        await Visit.Expect(worker).ToContainTextAsync("Draining");
        await Visit.Expect(worker).ToContainTextAsync("0 of 4");
        await visit.ShootAsync("drained");
    }
}
