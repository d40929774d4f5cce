using System.Net;

namespace ArchOpt.ServiceDefaults.Tests;

public sealed class a_key_opens_the_service : IAsyncLifetime
{
    private Server server = null!;

    public async ValueTask InitializeAsync() => server = await Server.StartAsync(("ApiKeys:0", KeySettings.Hash("open sesame")));

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("close sesame", HttpStatusCode.Unauthorized)]
    [InlineData("open sesame", HttpStatusCode.OK)]
    public async Task a_route_needs_it(string? key, HttpStatusCode expected) => (await CallAsync("/fine", key)).Status.ShouldBe(expected);

    [Fact]
    public async Task a_refusal_is_a_problem_document_that_names_the_header()
    {
        var (_, mediaType, body) = await CallAsync("/fine", null);
        mediaType.ShouldBe("application/problem+json");
        body.ShouldContain("X-Api-Key");
    }

    [Theory]
    [InlineData("/health", HttpStatusCode.OK)]
    [InlineData("/alive", HttpStatusCode.OK)]
    [InlineData("/health/../fine", HttpStatusCode.Unauthorized)]
    [InlineData("/openapi/v1.json", HttpStatusCode.Unauthorized)]
    [InlineData("/nowhere", HttpStatusCode.Unauthorized)]
    public async Task probes_are_open_and_nothing_else(string route, HttpStatusCode expected) => (await CallAsync(route, null)).Status.ShouldBe(expected);

    [Fact]
    public async Task without_configured_keys_loopback_is_open()
    {
        await using var open = await Server.StartAsync();
        (await open.Client.GetStringAsync(new Uri("/fine", UriKind.Relative), TestContext.Current.CancellationToken)).ShouldBe("fine");
    }

    private async Task<(HttpStatusCode Status, string? MediaType, string Body)> CallAsync(string route, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, route);
        if (key is not null) request.Headers.Add("X-Api-Key", key);
        using var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
