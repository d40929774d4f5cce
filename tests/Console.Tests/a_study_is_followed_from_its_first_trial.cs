using System.Diagnostics;
using ArchOpt.Console.Tests.Browsing;
using ArchOpt.Console.Tests.Systems;
using ArchOpt.Studies.Trials;
using Microsoft.Playwright;

namespace ArchOpt.Console.Tests;

public sealed class a_study_is_followed_from_its_first_trial(SharedBrowser browser) : ConsoleTest(browser)
{
    private const string Study = "followed";

    [Fact]
    public async Task from_nothing_to_its_cancellation()
    {
        await using var system = await RunningSystem.StartAsync();
        var visit = await VisitAsync(system.Address);

        // Nothing yet: the console says how to begin. Then the study appears by itself.
        await visit.GoAsync("/console");
        await Visit.Expect(visit.Heading("Studies")).ToBeVisibleAsync();
        await Visit.Expect(visit.Page.GetByText("archopt run")).ToBeVisibleAsync();
        await visit.ShootAsync("no study");
        await visit.StayAsync();
        await system.StartStudyAsync(StudyFiles.Asked(Study), Cancellation);
        await Visit.Expect(visit.Row(Study)).ToContainTextAsync("Running");
        await visit.ShootAsync("a study");

        // Its page fills as results come in, without a reload.
        await visit.Link(Study).ClickAsync();
        await Visit.Expect(visit.Page).ToHaveTitleAsync("followed - ArchOpt");
        await visit.StayAsync();
        await SeenAsync(visit, await system.ObserveAsync(Study, 0.5834, Cancellation), "0.5834");
        await SeenAsync(visit, await system.ObserveAsync(Study, 0.6102, Cancellation), "0.6102");
        await SeenAsync(visit, await system.ObserveAsync(Study, 0.5321, Cancellation), "0.5321");
        var plot = visit.Page.GetByRole(AriaRole.Img, new() { Name = "val_cost" }).First;
        await Visit.Expect(plot.Locator("circle").Filter(new() { HasText = "0.5321 (trial 2)" })).ToBeVisibleAsync();
        await Visit.Expect(plot.Locator("text").Filter(new() { HasText = "0.5321 (trial 2)" })).ToBeVisibleAsync();
        foreach (var threshold in new[] { "good 0.55", "excellent 0.51", "breakthrough 0.50" })
            await Visit.Expect(plot.GetByText(threshold)).ToBeVisibleAsync();
        await visit.ExpectStayedAsync();
        await visit.ShootAsync("three results");

        // Paused here is paused everywhere, and goes on.
        var other = await VisitAsync(system.Address);
        await other.GoAsync("/console");
        await other.StayAsync();
        await visit.Button("Pause").ClickAsync();
        await Visit.Expect(State(visit)).ToContainTextAsync("Paused");
        await Visit.Expect(other.Row(Study)).ToContainTextAsync("Paused");
        await other.ExpectStayedAsync();
        (await system.StudyAsync(Study, Cancellation)).Status.ShouldBe(StudyStatus.Paused);
        await visit.ShootAsync("paused");
        await visit.Button("Resume").ClickAsync();
        await Visit.Expect(State(visit)).ToContainTextAsync("Running");
        await Visit.Expect(other.Row(Study)).ToContainTextAsync("Running");

        // Cancelling asks first; after it there is nothing left to do.
        await visit.Link("Cancel …").ClickAsync();
        await Visit.Expect(visit.Heading("Cancel followed?")).ToBeVisibleAsync();
        await visit.ShootAsync("cancel");
        await visit.Link("Keep it").ClickAsync();
        await Visit.Expect(State(visit)).ToContainTextAsync("Running");
        await visit.Link("Cancel …").ClickAsync();
        await visit.Button("Cancel the study").ClickAsync();
        await Visit.Expect(State(visit)).ToContainTextAsync("Cancelled");
        await Visit.Expect(visit.Button("Pause")).ToBeHiddenAsync();
        await Visit.Expect(visit.Link("Cancel …")).ToBeHiddenAsync();
        await Visit.Expect(other.Row(Study)).ToContainTextAsync("Cancelled");
        await visit.ShootAsync("cancelled");
    }

    [Fact]
    public async Task to_its_end_before_ones_eyes()
    {
        await using var system = await RunningSystem.StartAsync();
        await system.StartStudyAsync(StudyFiles.Rich(Study, trials: 24, delayMs: 150), Cancellation);
        var visit = await VisitAsync(system.Address);
        await visit.GoAsync("/console/studies/followed");
        await visit.StayAsync();
        await Visit.Expect(State(visit)).ToContainTextAsync("Completed");
        await Visit.Expect(visit.Page.GetByText("24 of 24 trials")).ToBeVisibleAsync();
        await Visit.Expect(visit.Page.GetByRole(AriaRole.Status).GetByText("complete", new() { Exact = true })).ToBeVisibleAsync();
        await Visit.Expect(visit.Button("Pause")).ToBeHiddenAsync();
        await Visit.Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "Best of each group" }).GetByRole(AriaRole.Row)).ToHaveCountAsync(3);
        await visit.ExpectStayedAsync();
        await visit.ShootAsync("ended");
    }

    private static ILocator State(Visit visit) => visit.Page.GetByRole(AriaRole.Region, new() { Name = "State" });

    /// <summary>A result stands among the latest; how soon is written down, and measured in earnest by the benchmarks.</summary>
    private static async Task SeenAsync(Visit visit, long number, string value)
    {
        var watch = Stopwatch.StartNew();
        var latest = visit.Page.GetByRole(AriaRole.Region, new() { Name = "Latest results" });
        await Visit.Expect(latest.GetByRole(AriaRole.Row).Filter(new() { HasText = value })).ToBeVisibleAsync();
        TestContext.Current.TestOutputHelper?.WriteLine($"trial {number} was seen {watch.ElapsedMilliseconds} ms after it was told");
    }
}
