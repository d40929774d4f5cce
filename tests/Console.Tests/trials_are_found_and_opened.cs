using ArchOpt.Console.Tests.Browsing;
using ArchOpt.Console.Tests.Systems;
using Microsoft.Playwright;

namespace ArchOpt.Console.Tests;

public sealed class trials_are_found_and_opened(SharedBrowser browser, FurnishedSystem furnished) : ConsoleTest(browser)
{
    [Fact]
    public async Task filtered_by_state_and_text()
    {
        var visit = await OpenAsync(FurnishedSystem.Running);
        await visit.Page.GetByLabel("State").SelectOptionAsync(new SelectOptionValue { Value = "Failed" });
        await visit.Button("Filter").ClickAsync();
        await Visit.Expect(Rows(visit)).ToHaveCountAsync(8);
        (await Rows(visit).AllInnerTextsAsync()).ShouldAllBe(static row => row.Contains("Failed"));
        await visit.Page.GetByRole(AriaRole.Searchbox).FillAsync("exit code");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Visit.Expect(Rows(visit)).ToHaveCountAsync(4);
        await visit.ShootAsync("exit code");
        await visit.Link("Show all").ClickAsync();
        await Visit.Expect(Rows(visit)).ToHaveCountAsync(43);
        await visit.Page.GetByRole(AriaRole.Searchbox).FillAsync("no such thing");
        await visit.Button("Filter").ClickAsync();
        await Visit.Expect(visit.Page.GetByText("No trial is like that.")).ToBeVisibleAsync();
        await visit.ShootAsync("nothing found");
    }

    [Fact]
    public async Task sorted_by_value_and_paged()
    {
        var visit = await OpenAsync(FurnishedSystem.Rich);
        await visit.Link("value").ClickAsync();
        await Visit.Expect(visit.Page.GetByRole(AriaRole.Columnheader, new() { Name = "value" })).ToHaveAttributeAsync("aria-sort", "ascending");
        var best = await ValuesAsync(visit);
        best.ShouldBe(best.Order());
        await visit.Link("Next").ClickAsync();
        await Visit.Expect(Rows(visit)).ToHaveCountAsync(10);
        var worst = await ValuesAsync(visit);
        worst.ShouldBe(worst.Order());
        worst[0].ShouldBeGreaterThanOrEqualTo(best[^1]);
        await visit.ShootAsync("second page");
        await visit.Link("value").ClickAsync();
        await Visit.Expect(visit.Page.GetByRole(AriaRole.Columnheader, new() { Name = "value" })).ToHaveAttributeAsync("aria-sort", "descending");
        (await ValuesAsync(visit))[0].ShouldBe(worst[^1]);
    }

    [Fact]
    public async Task and_one_is_opened_with_all_that_is_known_of_it()
    {
        var visit = await OpenAsync(FurnishedSystem.Rich);
        await visit.Link("59").ClickAsync();
        await Visit.Expect(visit.Page).ToHaveTitleAsync($"Trial 59 of {FurnishedSystem.Rich} - ArchOpt");
        await Visit.Expect(visit.Row("x0")).ToBeVisibleAsync();
        await Visit.Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "Learning curve" }).GetByRole(AriaRole.Img).First).ToBeVisibleAsync();
        await Visit.Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "Attempts" }).GetByRole(AriaRole.Row).Filter(new() { HasText = "worker-1" }).First).ToBeVisibleAsync();
        await visit.Link("Trial 58").ClickAsync();
        await Visit.Expect(visit.Page).ToHaveTitleAsync($"Trial 58 of {FurnishedSystem.Rich} - ArchOpt");
    }

    private static ILocator Rows(Visit visit) => visit.Page.Locator("tbody tr");

    /// <summary>The values in the list, in its order; those of trials without one are left out.</summary>
    private static async Task<double[]> ValuesAsync(Visit visit)
    {
        var rows = await Rows(visit).Locator("td:nth-of-type(2)").AllInnerTextsAsync();
        return [.. rows.Where(static text => double.TryParse(text, out _)).Select(double.Parse)];
    }

    private async Task<Visit> OpenAsync(string study)
    {
        var system = await furnished.GetAsync(Cancellation);
        var visit = await VisitAsync(system.Address);
        await visit.GoAsync($"/console/studies/{study}");
        await visit.Link("Trials").ClickAsync();
        await Visit.Expect(visit.Page).ToHaveTitleAsync($"Trials of {study} - ArchOpt");
        return visit;
    }
}
