using ArchOpt.Console.Tests.Browsing;
using ArchOpt.Console.Tests.Systems;
using Microsoft.Playwright;

namespace ArchOpt.Console.Tests;

public sealed class failed_trials_are_put_back(SharedBrowser browser) : ConsoleTest(browser)
{
    private const string Study = "failing";
    private const string Memory = "CUDA out of memory on device 1";
    private const string Killed = "killed by signal 9";

    [Fact]
    public async Task by_cause_with_a_preview_and_return_with_a_count_if_they_fail_again()
    {
        await using var system = await StartAsync();
        var visit = await VisitAsync(system.Address);
        await visit.GoAsync("/console");
        await visit.Link("Failed trials").ClickAsync();
        await Visit.Expect(Cause(visit, "CUDA out of memory")).ToContainTextAsync("3 trials");
        await Visit.Expect(Cause(visit, "killed by signal")).ToContainTextAsync("1 trial");
        await visit.ShootAsync("two causes");

        // The preview says what would happen, and nothing happens until it is confirmed.
        await Cause(visit, "CUDA out of memory").GetByRole(AriaRole.Button, new() { Name = "Replay" }).ClickAsync();
        await Visit.Expect(visit.Heading("Replay these?")).ToBeVisibleAsync();
        await Visit.Expect(visit.Page.GetByRole(AriaRole.Main)).ToContainTextAsync("3 trials would run again");
        await visit.ShootAsync("preview");
        await visit.Link("Leave them as they are").ClickAsync();
        await Visit.Expect(Cause(visit, "CUDA out of memory")).ToContainTextAsync("3 trials");

        await Cause(visit, "CUDA out of memory").GetByRole(AriaRole.Button, new() { Name = "Replay" }).ClickAsync();
        await visit.Button("Replay 3 trials").ClickAsync();
        await Visit.Expect(visit.Page.GetByText("3 trials run again and have left this list.")).ToBeVisibleAsync();
        await Visit.Expect(Cause(visit, "CUDA out of memory")).ToHaveCountAsync(0);
        await Visit.Expect(Cause(visit, "killed by signal")).ToBeVisibleAsync();
        await visit.ShootAsync("replayed");

        // One that fails again comes back by itself, with a count; the others are done.
        await visit.StayAsync();
        var again = await system.AskAsync(Study, 3, Cancellation);
        again.Select(static trial => trial.Attempt).ShouldAllBe(static attempt => attempt == 2);
        await system.TellAsync(Study, again[0].Number, new { state = "failed", error = Memory }, Cancellation);
        foreach (var trial in again.Skip(1)) await system.TellAsync(Study, trial.Number, new { value = 0.5, metrics = new { qps = 1_000 } }, Cancellation);
        await Visit.Expect(Cause(visit, "CUDA out of memory")).ToContainTextAsync("1 failed again after a replay");
        await Visit.Expect(Cause(visit, "CUDA out of memory")).ToContainTextAsync("1 trial");
        await visit.ExpectStayedAsync();
        await visit.ShootAsync("one is back");
    }

    [Fact]
    public async Task some_of_them_and_with_the_keyboard_alone()
    {
        await using var system = await StartAsync();
        var visit = await VisitAsync(system.Address);
        await visit.GoAsync($"/console/studies/{Study}/failed");
        var cause = Cause(visit, "CUDA out of memory");
        await visit.TabToAsync(cause.GetByText("Choose some of them"));
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.TabToAsync(cause.GetByRole(AriaRole.Checkbox).First);
        await visit.Page.Keyboard.PressAsync("Space");

        // What was chosen survives that the list changes around it.
        var more = (await system.AskAsync(Study, 1, Cancellation))[0].Number;
        await system.TellAsync(Study, more, new { state = "failed", error = Memory }, Cancellation);
        await Visit.Expect(cause).ToContainTextAsync("4 trials");
        await Visit.Expect(cause.GetByRole(AriaRole.Checkbox).First).ToBeCheckedAsync();
        await Visit.Expect(cause.GetByRole(AriaRole.Checkbox).First).ToBeFocusedAsync();

        await visit.TabToAsync(cause.GetByRole(AriaRole.Button, new() { Name = "Replay" }));
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.TabToAsync(visit.Button("Replay 1 trial"));
        await visit.Page.Keyboard.PressAsync("Enter");
        await Visit.Expect(cause).ToContainTextAsync("3 trials");
        await visit.ShootAsync("one replayed");
    }

    [Fact]
    public async Task without_a_script()
    {
        await using var system = await StartAsync();
        var visit = await VisitAsync(system.Address, Viewing.Desk with { HasScripts = false });
        await visit.GoAsync($"/console/studies/{Study}/failed");
        await Cause(visit, "killed by signal").GetByRole(AriaRole.Button, new() { Name = "Replay" }).ClickAsync();
        await visit.Button("Replay 1 trial").ClickAsync();
        await Visit.Expect(visit.Page.GetByText("1 trial runs again and has left this list.")).ToBeVisibleAsync();
        await Visit.Expect(Cause(visit, "killed by signal")).ToHaveCountAsync(0);
    }

    private static ILocator Cause(Visit visit, string words) => visit.Page.GetByRole(AriaRole.Region, new() { Name = words });

    /// <summary>Three trials failed for one reason, and one for another.</summary>
    private static async Task<RunningSystem> StartAsync()
    {
        var system = await RunningSystem.StartAsync();
        await system.StartStudyAsync(StudyFiles.Asked(Study), Cancellation);
        foreach (var error in new[] { Memory, Memory, Killed, Memory })
        {
            var number = (await system.AskAsync(Study, 1, Cancellation))[0].Number;
            await system.TellAsync(Study, number, new { state = "failed", error }, Cancellation);
        }

        return system;
    }
}
