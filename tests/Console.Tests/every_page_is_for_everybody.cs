using System.Text.RegularExpressions;
using ArchOpt.Console.Tests.Audits;
using ArchOpt.Console.Tests.Browsing;
using ArchOpt.Console.Tests.Systems;
using Microsoft.Playwright;

namespace ArchOpt.Console.Tests;

/// <summary>At a desk, on a phone, by day and by night, and for those who do not look at it.</summary>
public sealed partial class every_page_is_for_everybody(SharedBrowser browser, FurnishedSystem furnished) : ConsoleTest(browser)
{
    private readonly List<string> faults = [];

    public static TheoryData<string> Pages => FurnishedSystem.Pages;

    [Theory, MemberData(nameof(Pages))]
    public async Task nothing_is_missing_or_hard_to_read(string page)
    {
        var system = await furnished.GetAsync(Cancellation);
        var visit = await VisitAsync(system.Address);
        (await visit.GoAsync(page)).Status.ShouldBe(200);
        // An analysis shows up by itself when it is computed.
        await Visit.Expect(visit.Page.GetByText("Being computed")).ToHaveCountAsync(0);
        await visit.ShootAsync("light");
        await FindAsync(visit, "structure", Audit.Structure);
        await FindAsync(visit, "at a desk", Audit.Layout);
        await FindAsync(visit, "in the light", Audit.Contrast);
        await visit.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await visit.ShootAsync("dark");
        await FindAsync(visit, "in the dark", Audit.Contrast);
        await visit.Page.SetViewportSizeAsync(Viewing.Phone.Width, Viewing.Phone.Height);
        await visit.ShootAsync("phone");
        await FindAsync(visit, "on a phone", Audit.Layout);
        faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task each_has_a_title_of_its_own()
    {
        var system = await furnished.GetAsync(Cancellation);
        var titles = new List<string>();
        foreach (var page in Pages) titles.Add(Title().Match(await system.GetTextAsync(page.Data, Cancellation)).Groups["title"].Value);
        titles.ShouldAllBe(static title => title.EndsWith(" - ArchOpt", StringComparison.Ordinal));
        titles.ShouldBeUnique();
    }

    [GeneratedRegex("<title>(?<title>.*?)</title>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Title();

    private async Task FindAsync(Visit visit, string where, Audit audit) => faults.AddRange((await audit.OfAsync(visit.Page)).Select(fault => $"{where}: {fault}"));
}
