using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;

namespace ArchOpt.Analysis.Tests.Console;

public sealed class a_key_is_asked_for_once
{
    private const string Key = "a key that nobody guesses";

    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    private static readonly KeyValuePair<string, string?> Setting = new("ApiKeys:0", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key))));

    [Theory]
    [InlineData("/console")]
    [InlineData("/console/workers")]
    [InlineData("/console/failed")]
    [InlineData("/console/failed/live")]
    [InlineData("/console/workers/live")]
    [InlineData("/console/live")]
    [InlineData("/console/no/such/page")]
    [InlineData("/console/studies/s")]
    [InlineData("/console/studies/s/trials")]
    [InlineData("/console/studies/s/insight")]
    [InlineData("/studies/s/report?format=html")]
    [InlineData("/studies/s/export?format=csv")]
    [InlineData("/studies/s/events")]
    [InlineData("/studies/s/plots/trends")]
    [InlineData("/studies/s/supplement")]
    public async Task nothing_is_readable_without(string address)
    {
        await using var server = await AnalysisServer.StartAsync(Cancellation, Setting);
        await TestStudy.CreateAsync(server.Store, "s", Cancellation);
        using var browser = server.Browser();

        using var plain = await server.Client.GetAsync(address, Cancellation);
        using var page = await browser.GetAsync(address, Cancellation);

        plain.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        page.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        page.Headers.Location!.ToString().ShouldBe($"/console/key?to={Uri.EscapeDataString(address)}");
        (await page.Content.ReadAsStringAsync(Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task only_the_form_for_it_and_style_sheets_are_open()
    {
        await using var server = await AnalysisServer.StartAsync(Cancellation, Setting);

        server.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(endpoint => endpoint.RoutePattern.RawText)
            .Distinct().ShouldBe(["/console/assets/{name}", "/console/key"], ignoreOrder: true);
    }

    [Fact]
    public async Task and_proposal_is_asked_with_it()
    {
        await using var proposal = await ProposalStandIn.StartAsync(Cancellation);
        proposal.On("GET /workers", Array.Empty<Contracts.Http.WorkerView>());
        await using var server = await AnalysisServer.StartAsync(Cancellation, Setting, proposal.Setting);
        using var browser = server.Browser();
        using var signedIn = await SignInAsync(browser, Key, null);

        (await browser.GetAsync("/console/workers", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);

        proposal.LastKey.ShouldBe(Key);
    }

    [Fact]
    public async Task and_then_the_browser_goes_where_it_wanted_and_reads_what_the_console_links_to()
    {
        await using var server = await AnalysisServer.StartAsync(Cancellation, Setting);
        await TestStudy.CreateAsync(server.Store, "s", Cancellation);
        using var browser = server.Browser();

        using var signedIn = await SignInAsync(browser, Key, "/console?x=1");

        signedIn.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        signedIn.Headers.Location!.ToString().ShouldBe("/console?x=1");
        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("archopt-key=", StringComparison.Ordinal));
        cookie.ShouldContain("httponly", Case.Insensitive);
        cookie.ShouldContain("samesite=strict", Case.Insensitive);
        cookie.ShouldNotContain("expires", Case.Insensitive, "it ends with the browser's session");
        cookie.ShouldNotContain(Key[..5]);
        (await browser.GetAsync("/console", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await browser.GetAsync("/studies/s/export?format=csv", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task the_cookie_opens_nothing_that_is_not_of_the_console()
    {
        await using var server = await AnalysisServer.StartAsync(Cancellation, Setting);
        using var browser = server.Browser();
        using var signedIn = await SignInAsync(browser, Key, null);

        (await browser.GetAsync("/metrics", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await browser.GetAsync("/openapi/v1.json", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task a_wrong_key_is_said_to_be_wrong()
    {
        await using var server = await AnalysisServer.StartAsync(Cancellation, Setting);
        using var browser = server.Browser();

        using var answer = await SignInAsync(browser, "<script>wrong", null);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var html = await answer.Content.ReadAsStringAsync(Cancellation);
        html.ShouldContain("not a valid API key");
        html.ShouldNotContain("<script>wrong");
        (await browser.GetAsync("/console", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task signing_out_forgets_it()
    {
        await using var server = await AnalysisServer.StartAsync(Cancellation, Setting);
        using var browser = server.Browser();
        using var signedIn = await SignInAsync(browser, Key, null);

        using var signedOut = await browser.SendFormAsync("/console/key", "sign-out", Cancellation);

        (await browser.GetAsync("/console", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    [InlineData("/consoles")]
    public async Task nobody_is_sent_to_another_server(string to)
    {
        await using var server = await AnalysisServer.StartAsync(Cancellation, Setting);
        using var browser = server.Browser();

        using var signedIn = await SignInAsync(browser, Key, to);

        signedIn.Headers.Location!.ToString().ShouldBe("/console");
    }

    [Fact]
    public async Task where_there_are_no_keys_nobody_is_asked()
    {
        await using var server = await AnalysisServer.StartAsync(Cancellation);
        using var browser = server.Browser();

        (await browser.GetAsync("/console", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await browser.GetStringAsync("/console/key", Cancellation)).ShouldContain("No key is needed");
    }

    private static Task<HttpResponseMessage> SignInAsync(HttpClient browser, string key, string? to) => browser.SendFormAsync(
        "/console/key" + (to is null ? "" : $"?to={Uri.EscapeDataString(to)}"), "sign-in", Cancellation, new KeyValuePair<string, string>("Key", key));
}
