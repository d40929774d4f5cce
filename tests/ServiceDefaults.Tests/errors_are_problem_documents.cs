using System.Net;
using System.Text;
using System.Text.Json;

namespace ArchOpt.ServiceDefaults.Tests;

public sealed class errors_are_problem_documents : IAsyncLifetime
{
    private Server server = null!;

    public async ValueTask InitializeAsync() => server = await Server.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task a_wrong_field_is_named_with_its_rule()
    {
        var problem = await GetAsync("/invalid", HttpStatusCode.BadRequest);
        problem.GetProperty("errors").GetProperty("limit")[0].GetString().ShouldBe("must be >= 1 (was 0)");
        problem.GetProperty("detail").GetString().ShouldBe("limit: must be >= 1 (was 0)");
    }

    [Theory]
    [InlineData("/missing", HttpStatusCode.NotFound, "There is no study 'x'.")]
    [InlineData("/conflict", HttpStatusCode.Conflict, "The name is taken.")]
    public async Task a_refusal_says_why(string route, HttpStatusCode status, string detail) =>
        (await GetAsync(route, status)).GetProperty("detail").GetString().ShouldBe(detail);

    [Fact]
    public async Task our_own_failure_is_admitted_and_gives_nothing_away() =>
        (await GetAsync("/broken", HttpStatusCode.InternalServerError)).GetRawText().ShouldNotContain("swordfish");

    [Fact]
    public async Task an_unknown_route_is_one_too() => await GetAsync("/nowhere", HttpStatusCode.NotFound);

    [Theory]
    [InlineData("""{"count":"many"}""", "$.count")]
    [InlineData("""{"count":""", "$.count")]
    [InlineData("", "")]
    public async Task a_body_that_does_not_fit_is_explained(string body, string place)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var call = server.Client.PostAsync(new Uri("/body", UriKind.Relative), content, TestContext.Current.CancellationToken);
        (await ReadAsync(call, HttpStatusCode.BadRequest)).GetProperty("detail").GetString()!.ShouldContain(place);
    }

    [Fact]
    public async Task a_body_of_another_kind_is_415()
    {
        using var content = new StringContent("count=1", Encoding.UTF8, "text/plain");
        await ReadAsync(server.Client.PostAsync(new Uri("/body", UriKind.Relative), content, TestContext.Current.CancellationToken), HttpStatusCode.UnsupportedMediaType);
    }

    private Task<JsonElement> GetAsync(string route, HttpStatusCode status) =>
        ReadAsync(server.Client.GetAsync(new Uri(route, UriKind.Relative), TestContext.Current.CancellationToken), status);

    private static async Task<JsonElement> ReadAsync(Task<HttpResponseMessage> call, HttpStatusCode status)
    {
        using var response = await call;
        response.StatusCode.ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        return JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
