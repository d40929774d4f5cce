using ArchOpt.Console.Tests.Browsing;
using ArchOpt.Console.Tests.Systems;
using Microsoft.Playwright;

namespace ArchOpt.Console.Tests;

public sealed class the_console_survives_what_happens_to_the_server(SharedBrowser browser) : ConsoleTest(browser)
{
    private const string Study = "restarted";

    /// <summary>What Chromium writes into its console while nobody listens.</summary>
    private static readonly Viewing Patient = Viewing.Desk with { Expects = static text => text.Contains("Failed to load resource: net::ERR_", StringComparison.Ordinal) };

    [Fact]
    public async Task an_open_page_says_that_it_is_not_live_and_goes_on_after_the_restart()
    {
        await using var system = await RunningSystem.StartAsync();
        await system.StartStudyAsync(StudyFiles.Asked(Study), Cancellation);
        await system.ObserveAsync(Study, 0.5834, Cancellation);
        var visit = await VisitAsync(system.Address, Patient);
        await visit.GoAsync($"/console/studies/{Study}");
        await visit.StayAsync();
        var status = visit.Page.GetByRole(AriaRole.Banner).GetByRole(AriaRole.Status);
        await Visit.Expect(status).ToHaveTextAsync("live");
        await system.StopAsync();
        await Visit.Expect(status).ToContainTextAsync("not live");
        await visit.ShootAsync("not live");
        await system.StartAgainAsync();
        await Visit.Expect(status).ToHaveTextAsync("live");
        await system.ObserveAsync(Study, 0.5321, Cancellation);
        await Visit.Expect(visit.Row("0.5321").First).ToBeVisibleAsync();
        await visit.ExpectStayedAsync();

        // A form from before the restart carries a token of the old process: what it asked for is done, or the page says what to do.
        await visit.Button("Pause").ClickAsync();
        await Visit.Expect(visit.Page.GetByRole(AriaRole.Main)).ToContainTextAsync("Paused");
    }
}
