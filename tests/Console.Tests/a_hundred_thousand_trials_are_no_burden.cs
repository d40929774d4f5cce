using System.Collections.Immutable;
using ArchOpt.Console.Tests.Browsing;
using ArchOpt.Console.Tests.Systems;
using ArchOpt.Search.Configurations;
using ArchOpt.Testing;

namespace ArchOpt.Console.Tests;

public sealed class a_hundred_thousand_trials_are_no_burden(SharedBrowser browser) : ConsoleTest(browser)
{
    private const string Study = "large";
    private const int Trials = 100_000;
    private const int Megabyte = 1_000_000;

    private const string Definition = """
        {"study":"large","objectives":[{"metric":"loss","goal":"minimize","thresholds":{"good":0.55,"excellent":0.51}}],"evaluator":{"name":"external"},
        "space":{"model":{"type":"categorical","values":["gat","gt","dgt"]},"lr":{"type":"float","low":0,"high":1},"width":{"type":"int","low":1,"high":512}},
        "groups":{"parameter":"model"},"budget":{"trials":100000}}
        """;

    [Fact]
    public async Task no_page_is_larger_than_a_megabyte()
    {
        await using var system = await RunningSystem.StartAsync(store => new WrittenStudy(Study, Definition).WriteAsync(store, Trials, Outcome, Cancellation));
        var visit = await VisitAsync(system.Address);
        var assets = 0L;
        visit.Page.Response += (_, response) =>
        {
            if (response.Url.Contains("/assets/", StringComparison.Ordinal)) Interlocked.Add(ref assets, long.Parse(response.Headers.GetValueOrDefault("content-length", "0")));
        };
        await visit.GoAsync($"/console/studies/{Study}");
        await Visit.Expect(visit.Page.GetByText("100,000 of 100,000 trials")).ToBeVisibleAsync();
        await visit.ShootAsync("study");
        TestContext.Current.TestOutputHelper?.WriteLine($"assets, once: {assets:N0} bytes");
        foreach (var page in new[] { "", "/trials", "/trials?sort=value&order=asc", "/trials?state=Failed&sort=duration", "/trials?text=CUDA&page=20", "/trials?page=2000", "/trials/99999", "/insight", "/failed" })
        {
            var answer = await visit.GoAsync($"/console/studies/{Study}{page}");
            answer.Status.ShouldBe(200, page);
            var size = (await answer.BodyAsync()).Length;
            TestContext.Current.TestOutputHelper?.WriteLine($"{(page.Length == 0 ? "study" : page)}: {size:N0} bytes");
            size.ShouldBeLessThan(Megabyte, page);
        }

        await visit.GoAsync("/console");
        await Visit.Expect(visit.Row(Study)).ToContainTextAsync("100,000");
        await Eventually.TrueAsync(
            async () =>
            {
                await visit.GoAsync($"/console/studies/{Study}/trials");
                return await visit.Page.GetByText("being read").CountAsync() == 0;
            },
            TimeSpan.FromMinutes(2),
            "all trials are read",
            Cancellation);
        await visit.Link("Last").ClickAsync();
        await Visit.Expect(visit.Page.GetByText("99,951 to 100,000")).ToBeVisibleAsync();
        await visit.Link("0").ClickAsync();
        await Visit.Expect(visit.Page).ToHaveTitleAsync($"Trial 0 of {Study} - ArchOpt");
    }

    private static WrittenTrial Outcome(int number)
    {
        string[] models = ["gat", "gt", "dgt"];
        var spread = (number * 7919L % 1000) / 1000.0;
        var loss = 0.5 + (0.1 * Math.Exp(-3.0 * number / Trials)) + (0.05 * spread);
        return new(
            Configuration.Of(("model", models[number % 3]), ("lr", spread), ("width", 1 + (number % 512))),
            loss,
            ImmutableSortedDictionary<string, double>.Empty.Add("loss", loss),
            number % 50 == 7 ? $"RuntimeError: CUDA out of memory, tried to allocate {number} MiB {new string('x', 400)}" : null);
    }
}
