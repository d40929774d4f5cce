namespace ArchOpt.Analysis.Tests.Console;

public sealed class a_page_runs_nothing_but_its_own
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/console")]
    [InlineData("/console/studies/s")]
    [InlineData("/console/nothing")]
    public async Task and_is_part_of_no_other_site(string page)
    {
        await using var server = await AnalysisServer.StartAsync(Cancellation);
        await TestStudy.CreateAsync(server.Store, "s", Cancellation);

        using var answer = await server.Client.GetAsync(page, Cancellation);

        var policy = answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().Split("; ");
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("script-src 'self'");
        policy.ShouldContain("frame-ancestors 'none'");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldHaveSingleItem().ShouldBe("nosniff");
        var html = await answer.Content.ReadAsStringAsync(Cancellation);
        html.ShouldNotContain(" onclick=");
        html.ShouldNotContain("<script>");
    }
}
