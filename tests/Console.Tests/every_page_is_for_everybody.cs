using ArchOpt.Console.Tests.Audits;
using ArchOpt.Console.Tests.Browsing;
using ArchOpt.Console.Tests.Systems;

namespace ArchOpt.Console.Tests;

/// <summary>At a desk, on a phone, by day and by night, and for those who do not look at it.</summary>
public sealed class every_page_is_for_everybody(SharedBrowser browser, FurnishedSystem furnished) : ConsoleTest(browser)
{
    public static TheoryData<string> Pages => FurnishedSystem.Pages;

    [Theory, MemberData(nameof(Pages))]
    public async Task at_a_desk(string page)
    {
        var visit = await OpenAsync(page, Viewing.Desk);
        await visit.ShootAsync("light");
        (await Audit.Structure.OfAsync(visit.Page)).ShouldBeEmpty();
        (await Audit.Layout.OfAsync(visit.Page)).ShouldBeEmpty();
        (await Audit.Contrast.OfAsync(visit.Page)).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task in_the_dark(string page)
    {
        var visit = await OpenAsync(page, Viewing.Desk with { IsDark = true });
        await visit.ShootAsync("dark");
        (await Audit.Contrast.OfAsync(visit.Page)).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task on_a_phone(string page)
    {
        var visit = await OpenAsync(page, Viewing.Phone);
        await visit.ShootAsync("phone");
        (await Audit.Layout.OfAsync(visit.Page)).ShouldBeEmpty();
    }

    private async Task<Visit> OpenAsync(string page, Viewing viewing)
    {
        var system = await furnished.GetAsync(Cancellation);
        var visit = await VisitAsync(system.Address, viewing);
        (await visit.GoAsync(page)).Status.ShouldBe(200);
        return visit;
    }
}
