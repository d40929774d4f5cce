using ArchOpt.Console.Tests.Browsing;
using ArchOpt.Console.Tests.Systems;
using ArchOpt.Studies.Trials;
using Microsoft.Playwright;

namespace ArchOpt.Console.Tests;

public sealed class the_console_needs_no_script(SharedBrowser browser) : ConsoleTest(browser)
{
    private const string Study = "scriptless";

    [Fact]
    public async Task to_show_a_study_and_to_pause_it()
    {
        await using var system = await RunningSystem.StartAsync();
        await system.StartStudyAsync(StudyFiles.Asked(Study), Cancellation);
        await system.ObserveAsync(Study, 0.5321, Cancellation);
        var visit = await VisitAsync(system.Address, Viewing.Desk with { HasScripts = false });
        await visit.GoAsync("/console");
        await visit.Link(Study).ClickAsync();
        await Visit.Expect(visit.Row("0.5321")).ToBeVisibleAsync();
        await Visit.Expect(visit.Page.GetByRole(AriaRole.Img, new() { Name = "val_cost" }).First).ToBeVisibleAsync();
        await visit.Button("Pause").ClickAsync();
        await Visit.Expect(visit.Button("Resume")).ToBeVisibleAsync();
        (await system.StudyAsync(Study, Cancellation)).Status.ShouldBe(StudyStatus.Paused);
        await visit.ShootAsync("paused");
        await visit.Link("Trials").ClickAsync();
        await visit.Page.GetByLabel("State").SelectOptionAsync("Completed");
        await visit.Button("Filter").ClickAsync();
        await Visit.Expect(visit.Row("0.5321")).ToBeVisibleAsync();
    }
}
