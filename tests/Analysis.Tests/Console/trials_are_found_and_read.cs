using System.Net;
using System.Text.RegularExpressions;
using ArchOpt.Analysis.Console;
using ArchOpt.Analysis.Tests.Indexing;
using ArchOpt.Search.Configurations;
using ArchOpt.Storage;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Tests.Console;

public sealed partial class trials_are_found_and_read
{
    private const string Hostile = "<script>alert('x')</script> \"&quot;\" ?a=b#c/\u202Eשלום";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task page_by_page_in_an_order_that_links_keep()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        var study = await WrittenStudy.CreateAsync(server.Store, "s", Stop);
        await study.AddAsync(Stop, Enumerable.Range(0, 120).Select(i => Outcome.Of((i * 37) % 120)));

        var first = await server.Client.GetStringAsync("/console/studies/s/trials?sort=value&order=asc", Stop);
        var next = await server.Client.GetStringAsync(Link(first, "id=\"page-next\""), Stop);

        Numbers(first).Length.ShouldBe(50);
        Numbers(first)[0].ShouldBe(0);
        Numbers(first).Intersect(Numbers(next)).ShouldBeEmpty();
        next.ShouldContain("51 to 100 of 120");
        next.ShouldContain("aria-sort=\"ascending\"");
        Link(next, "id=\"page-previous\"").ShouldBe("/console/studies/s/trials?sort=value&order=asc");
    }

    [Fact]
    public async Task with_their_own_errors_and_not_the_causes_that_they_share()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        var study = await WrittenStudy.CreateAsync(server.Store, "s", Stop);
        await study.AddAsync(Stop, Outcome.Of(1), Outcome.Failure("out of memory: 512 MiB\nmore of it"), Outcome.Failure("no such file"));

        var page = await server.Client.GetStringAsync("/console/studies/s/trials?state=Failed&text=memory", Stop);

        Numbers(page).ShouldBe([1]);
        page.ShouldContain("out of memory: 512 MiB");
        page.ShouldNotContain("more of it");
        page.ShouldContain("Failed (2)");
    }

    [Fact]
    public async Task one_by_one_with_everything_that_is_known()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        var study = await WrittenStudy.CreateAsync(server.Store, "s", Stop);
        await study.AddAsync(
            [
                (Configuration.Of(("x", 0.25)), Outcome.Of(0.5)),
                (Configuration.Parse("""{"x":0.125,"arch":[{"width":256,"depth":2},{"width":64,"act":"relu"}]}"""), Outcome.Failure("RuntimeError: boom\n  at line 12", "node-3") with { Log = "epoch 1\nepoch 2" }),
                (Configuration.Of(("x", 0.5)), Outcome.Of(0.4)),
            ], Stop);
        await study.ReplayAsync(1, Stop);
        await study.EndAsync(1, Outcome.Of(0.3125, "node-4", 75), Stop);
        await server.Store.AppendCurveAsync(
            study.Record.Id, [.. Enumerable.Range(1, 10).Select(step => new CurvePoint(1, 2, step, WrittenStudy.Metrics(1.0 / step)))], Stop);

        var page = await server.Client.GetStringAsync("/console/studies/s/trials/1?state=Completed", Stop);
        var text = Text(page);

        text.ShouldContain("0.3125");
        text.ShouldContain("1 min 15 s");
        text.ShouldContain("warm-up");
        text.IndexOf("node-4", StringComparison.Ordinal).ShouldBeInRange(0, text.IndexOf("node-3", StringComparison.Ordinal), "the last attempt is the first row");
        text.ShouldContain("RuntimeError: boom");
        text.ShouldContain("epoch 1\nepoch 2");
        text.ShouldContain("0.125");
        text.ShouldContain("2 items");
        text.ShouldContain("relu");
        page.ShouldContain("Learning curve: loss");
        page.ShouldContain("var(--chart-ink, #222222)");
        Link(page, "rel=\"prev\"").ShouldBe("/console/studies/s/trials/0?state=Completed");
        Link(page, "rel=\"next\"").ShouldBe("/console/studies/s/trials/2?state=Completed");
        page.ShouldContain("href=\"/console/studies/s/trials?state=Completed\"");
    }

    [Fact]
    public async Task whatever_people_call_things()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        var name = Hostile + new string('n', 150);
        var study = await WrittenStudy.CreateAsync(server.Store, name, Stop);
        await study.AddAsync(
            [(Configuration.Of((Hostile, Hostile)), Outcome.Failure(Hostile, Hostile)), (Configuration.Of((Hostile, 1.0)), new(AttemptState.Failed, double.NaN, Hostile, Hostile))], Stop);

        foreach (var address in new[] { ConsoleUrls.Trials(name), ConsoleUrls.Trials(name) + "?text=" + Uri.EscapeDataString(Hostile), ConsoleUrls.Trial(name, 0), ConsoleUrls.Trial(name, 1) })
        {
            var page = await server.Client.GetStringAsync(address, Stop);
            Scripts().Count(page).ShouldBe(1, "only the console's own");
            Text(page).ShouldContain("<script>alert('x')</script>");
            foreach (var link in Links().Matches(page).Select(match => WebUtility.HtmlDecode(match.Groups["to"].Value)).Where(link => link.Contains("/trials", StringComparison.Ordinal)))
                (await server.Client.GetAsync(link, Stop)).StatusCode.ShouldBe(HttpStatusCode.OK, link);
        }
    }

    [Theory]
    [InlineData("/console/studies/nobody/trials", "nobody")]
    [InlineData("/console/studies/nobody/trials/1", "nobody")]
    [InlineData("/console/studies/s/trials/17", "trial 17")]
    public async Task or_it_is_said_that_they_are_not_there(string address, string words)
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        await WrittenStudy.CreateAsync(server.Store, "s", Stop);

        var answer = await server.Client.GetAsync(address, Stop);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync(Stop)).ShouldContain(words);
    }

    [Fact]
    public async Task of_a_study_without_any_that_is_said()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        var study = await WrittenStudy.CreateAsync(server.Store, "s", Stop);

        (await server.Client.GetStringAsync("/console/studies/s/trials", Stop)).ShouldContain("No trial has been proposed yet");
        await study.ProposeAsync(Stop);
        Numbers(await server.Client.GetStringAsync("/console/studies/s/trials", Stop)).ShouldBe([0]);
        (await server.Client.GetStringAsync("/console/studies/s/trials?state=Failed", Stop)).ShouldContain("No trial is like that");
    }

    private static long[] Numbers(string page) => [.. Rows().Matches(page).Select(match => long.Parse(match.Groups["number"].Value))];

    private static string Link(string page, string mark) => WebUtility.HtmlDecode(
        Links().Matches(page).Select(match => match.Value).Single(link => link.Contains(mark, StringComparison.Ordinal)).Split("href=\"")[1].Split('"')[0]);

    private static string Text(string page) => WebUtility.HtmlDecode(Tags().Replace(page, " "));

    [GeneratedRegex("<th scope=\"row\" class=\"number\"><a href=\"[^\"]*\">(?<number>\\d+)</a>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Rows();

    [GeneratedRegex("<a [^>]*href=\"(?<to>[^\"]*)\"[^>]*>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Links();

    [GeneratedRegex("<[^>]*>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Tags();

    [GeneratedRegex("<script", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Scripts();
}
