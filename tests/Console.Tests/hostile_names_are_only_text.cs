using System.Collections.Immutable;
using System.Text.Json;
using ArchOpt.Console.Tests.Audits;
using ArchOpt.Console.Tests.Browsing;
using ArchOpt.Console.Tests.Systems;
using ArchOpt.Search.Configurations;
using Microsoft.Playwright;

namespace ArchOpt.Console.Tests;

/// <summary>Names, values and errors are whatever somebody chose: a page shows them, and does nothing of what they say.</summary>
public sealed class hostile_names_are_only_text(SharedBrowser browser) : ConsoleTest(browser)
{
    private const string Script = "<script>alert(1)</script>";
    private const string Image = "<img src=x onerror=alert(1)>";
    private const string Parameter = "\u05D0\u05D1\u05D2\u05D3_1"; // parameters have letters of any script, digits, _ - .
    private const string Quotes = "\"'`><svg/onload=alert(1)>";
    private const string Reversed = "\u202Egpj.exe\u202D \u05D0\u05D1\u05D2";
    private static readonly string Long = new('W', 200);

    [Fact]
    public async Task of_a_study_that_only_the_store_can_hold()
    {
        // What no address can carry, a slash, no way of making a study lets into a name.
        var names = new[] { $"a?b#c&d=e+f;g {Image}", Quotes.Replace('/', ' '), Long, Reversed, "...", "<b>1" };
        await using var system = await RunningSystem.StartAsync(async store =>
        {
            foreach (var name in names) await Hostile(name).WriteAsync(store, 12, Outcome, Cancellation);
        });
        var visit = await VisitAsync(system.Address, Viewing.Phone);
        foreach (var name in names)
        {
            await visit.GoAsync("/console");
            await visit.Link(name).ClickAsync();
            await Visit.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync(name);
            await LookAsync(visit, "study");
            foreach (var tab in new[] { "Trials", "Insight", "Failed" })
            {
                await visit.Page.GetByRole(AriaRole.Navigation, new() { Name = "Study" }).GetByRole(AriaRole.Link, new() { Name = tab }).ClickAsync();
                await Visit.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync(name);
                await LookAsync(visit, tab);
            }
        }

        await visit.GoAsync("/console/failed");
        await LookAsync(visit, "failed");
    }

    [Fact]
    public async Task of_what_a_trial_has_and_says()
    {
        await using var system = await RunningSystem.StartAsync(store => Hostile("hostile").WriteAsync(store, 12, Outcome, Cancellation));
        var visit = await VisitAsync(system.Address, Viewing.Phone);
        await visit.GoAsync("/console/studies/hostile/trials/0");
        foreach (var text in new[] { Image, Quotes, Parameter }) await Visit.Expect(visit.Page.GetByRole(AriaRole.Main)).ToContainTextAsync(text);
        await LookAsync(visit, "trial");
        await visit.GoAsync("/console/studies/hostile/trials/3");
        await Visit.Expect(visit.Page.GetByRole(AriaRole.Main)).ToContainTextAsync(Script);
        await LookAsync(visit, "failed trial");
        await visit.GoAsync("/console/studies/hostile/trials?text=" + Uri.EscapeDataString(Quotes + Script));
        await Visit.Expect(visit.Page.GetByRole(AriaRole.Searchbox)).ToHaveValueAsync(Quotes + Script);
        await LookAsync(visit, "search");
    }

    [Fact]
    public async Task of_an_address_that_somebody_was_sent()
    {
        await using var system = await RunningSystem.StartAsync();
        var visit = await VisitAsync(system.Address, Viewing.Phone with { Expects = static text => text.Contains("404", StringComparison.Ordinal) });
        foreach (var address in new[] { Script, Quotes, Reversed, Long })
        {
            foreach (var path in new[] { "/console/", "/console/studies/", "/console/workers/drain?worker=" })
            {
                (await visit.GoAsync(path + Uri.EscapeDataString(address))).Status.ShouldBe(404);
                await JudgeAsync(visit, path);
            }
        }
    }

    private static WrittenStudy Hostile(string name) => new(name, JsonSerializer.Serialize(new
    {
        study = "s",
        objectives = new[] { new { metric = "<script>alert(1)</script>", goal = "minimize", thresholds = new Dictionary<string, double> { [Image] = 0.5 } } },
        evaluator = new { name = "external" },
        space = new Dictionary<string, object>
        {
            [Parameter] = new { type = "float", low = 0, high = 1 },
            [Long[..128]] = new { type = "categorical", values = new[] { Script, Quotes, Reversed, Image } },
        },
        groups = new { parameter = Long[..128] },
        budget = new { trials = 12 },
    }))
    {
        Worker = Quotes + Long,
    };

    private static WrittenTrial Outcome(int number)
    {
        string[] groups = [Image, Script, Quotes, Reversed];
        var configuration = Configuration.Of((Parameter, 0.25 + (number / 100.0)), (Long[..128], groups[number % 4]));
        var metrics = ImmutableSortedDictionary<string, double>.Empty.Add("<script>alert(1)</script>", 0.5).Add(Long[..128], 1).Add(Quotes, double.NaN);
        return new(configuration, 0.4 + (number / 50.0), metrics, number % 4 == 3 ? $"{Script} {Quotes} {Reversed}\n{Long}{Long}{Long}" : null);
    }

    private static async Task LookAsync(Visit visit, string name)
    {
        await visit.ShootAsync(name);
        await JudgeAsync(visit, name);
    }

    /// <summary>Nothing is there that was not meant, and nothing sticks out; dialogs and errors are noted by the visit.</summary>
    private static async Task JudgeAsync(Visit visit, string name)
    {
        (await Audit.Layout.OfAsync(visit.Page)).ShouldBeEmpty(name);
        (await Audit.Structure.OfAsync(visit.Page)).ShouldBeEmpty(name);
        (await visit.Page.Locator("main script, main img").CountAsync()).ShouldBe(0, name);
    }
}
