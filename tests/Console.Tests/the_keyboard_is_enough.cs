using ArchOpt.Console.Tests.Browsing;
using ArchOpt.Console.Tests.Systems;
using Microsoft.Playwright;

namespace ArchOpt.Console.Tests;

/// <summary>Tab, Enter, Space and letters reach everything, and where one is can be seen all the time.</summary>
public sealed class the_keyboard_is_enough(SharedBrowser browser) : ConsoleTest(browser)
{
    private const string Study = "typed";

    [Fact]
    public async Task to_pause_filter_and_sort()
    {
        await using var system = await RunningSystem.StartAsync();
        await system.StartStudyAsync(StudyFiles.Asked(Study), Cancellation);
        foreach (var value in new[] { 0.61, 0.53, 0.58 }) await system.ObserveAsync(Study, value, Cancellation);
        var failing = (await system.AskAsync(Study, 1, Cancellation))[0].Number;
        await system.TellAsync(Study, failing, new { state = "failed", error = "exit code 137" }, Cancellation);

        var visit = await VisitAsync(system.Address);
        await visit.GoAsync($"/console/studies/{Study}");
        await visit.TabToAsync(visit.Link("Skip to the content"));
        await visit.Page.Keyboard.PressAsync("Enter");
        await Visit.Expect(visit.Page.GetByRole(AriaRole.Main)).ToBeFocusedAsync();

        await visit.TabToAsync(visit.Button("Pause"));
        await visit.Page.Keyboard.PressAsync("Space");
        await Visit.Expect(visit.Button("Resume")).ToBeVisibleAsync();
        await visit.TabToAsync(visit.Button("Resume"));
        await visit.Page.Keyboard.PressAsync("Enter");
        await Visit.Expect(visit.Button("Pause")).ToBeVisibleAsync();

        await visit.TabToAsync(visit.Link("Trials"));
        await visit.Page.Keyboard.PressAsync("Enter");
        await Visit.Expect(visit.Page).ToHaveTitleAsync($"Trials of {Study} - ArchOpt");
        await visit.TabToAsync(visit.Page.GetByLabel("State"));
        await visit.Page.Keyboard.TypeAsync("Fail");
        await visit.TabToAsync(visit.Button("Filter"));
        await visit.Page.Keyboard.PressAsync("Enter");
        await Visit.Expect(visit.Page.Locator("tbody tr")).ToHaveCountAsync(1);
        await visit.TabToAsync(visit.Link("Show all"));
        await visit.Page.Keyboard.PressAsync("Enter");
        await Visit.Expect(visit.Page.Locator("tbody tr")).ToHaveCountAsync(4);
        await visit.TabToAsync(visit.Link("val_cost"));
        await visit.Page.Keyboard.PressAsync("Enter");
        await Visit.Expect(visit.Page.Locator("tbody tr").First).ToContainTextAsync("0.5300");
    }

    [Fact]
    public async Task and_the_focus_stays_where_it_is_when_the_page_changes_around_it()
    {
        await using var system = await RunningSystem.StartAsync();
        await system.StartStudyAsync(StudyFiles.Asked(Study), Cancellation);
        await system.ObserveAsync(Study, 0.61, Cancellation);
        var visit = await VisitAsync(system.Address);
        await visit.GoAsync($"/console/studies/{Study}");
        await Visit.Expect(visit.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("live");
        var latest = visit.Page.GetByRole(AriaRole.Region, new() { Name = "Latest results" });
        var first = latest.GetByRole(AriaRole.Link, new() { Name = "0", Exact = true });
        await visit.TabToAsync(first);
        await system.ObserveAsync(Study, 0.52, Cancellation);
        await Visit.Expect(latest.GetByRole(AriaRole.Row)).ToHaveCountAsync(3);
        await Visit.Expect(first).ToBeFocusedAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await Visit.Expect(visit.Page).ToHaveTitleAsync($"Trial 0 of {Study} - ArchOpt");
    }
}
