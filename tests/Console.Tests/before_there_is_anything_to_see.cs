using ArchOpt.Console.Tests.Browsing;
using ArchOpt.Console.Tests.Systems;

namespace ArchOpt.Console.Tests;

public sealed class before_there_is_anything_to_see(SharedBrowser browser) : ConsoleTest(browser)
{
    [Fact]
    public async Task the_console_says_how_to_begin_and_a_study_appears_by_itself()
    {
        await using var system = await RunningSystem.StartAsync();
        var visit = await VisitAsync(system.Address);
        await visit.GoAsync("/console");
        await Visit.Expect(visit.Heading("Studies")).ToBeVisibleAsync();
        await Visit.Expect(visit.Page.GetByText("archopt run")).ToBeVisibleAsync();
        await visit.ShootAsync("no study");
    }
}
