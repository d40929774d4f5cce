using System.Net;

namespace ArchOpt.Analysis.Tests.Console;

public sealed class a_wrong_address_shows_the_way
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/console/wrokers", "/console/workers")]
    [InlineData("/console/nothing/like/it", "/console")]
    public async Task to_the_nearest_page(string address, string way)
    {
        await using var server = await AnalysisServer.StartAsync(Cancellation);

        using var answer = await server.Client.GetAsync(address, Cancellation);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        var html = await answer.Content.ReadAsStringAsync(Cancellation);
        html.ShouldContain("<h1>Not found</h1>");
        html.ShouldContain($"href=\"{way}\"");
        html.ShouldContain("aria-label=\"Console\"", Case.Sensitive, "it is a page like the others");
    }

    [Theory]
    [InlineData("")]
    [InlineData("/trials")]
    [InlineData("/trials/3")]
    [InlineData("/insight")]
    [InlineData("/failed")]
    public async Task to_the_nearest_study_from_every_page_of_one_that_is_not_there(string page)
    {
        await using var server = await AnalysisServer.StartAsync(Cancellation);
        await TestStudy.CreateAsync(server.Store, "quickstart", Cancellation);

        using var answer = await server.Client.GetAsync("/console/studies/quikstart" + page, Cancellation);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync(Cancellation)).ShouldContain("href=\"/console/studies/quickstart");
    }

    [Fact]
    public async Task and_to_the_trials_from_one_that_is_not_there()
    {
        await using var server = await AnalysisServer.StartAsync(Cancellation);
        await TestStudy.CreateAsync(server.Store, "s", Cancellation);

        using var answer = await server.Client.GetAsync("/console/studies/s/trials/99", Cancellation);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync(Cancellation)).ShouldContain("href=\"/console/studies/s/trials\"");
    }

    [Fact]
    public async Task and_shows_what_was_asked_for_as_text()
    {
        await using var server = await AnalysisServer.StartAsync(Cancellation);

        using var answer = await server.Client.GetAsync("/console/" + Uri.EscapeDataString("<script>alert(1)</script>"), Cancellation);

        var html = await answer.Content.ReadAsStringAsync(Cancellation);
        html.ShouldNotContain("<script>alert");
        html.ShouldContain("&lt;script&gt;alert(1)");
    }

    [Fact]
    public async Task a_form_from_before_a_restart_does_nothing_and_says_so()
    {
        await using var server = await AnalysisServer.StartAsync(Cancellation);
        using var form = new FormUrlEncodedContent([new("_handler", "any"), new("__RequestVerificationToken", "of another time")]);

        using var answer = await server.Client.PostAsync("/console/workers?x=1&y=2", form, Cancellation);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var html = await answer.Content.ReadAsStringAsync(Cancellation);
        html.ShouldContain("This form is out of date");
        html.ShouldContain("href=\"/console/workers?x=1&amp;y=2\"");
    }
}
