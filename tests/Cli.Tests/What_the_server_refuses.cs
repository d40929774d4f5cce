using ArchOpt.Studies.Trials;

namespace ArchOpt.Cli.Tests;

public class What_the_server_refuses
{
    [Theory]
    [InlineData(400, 2)]
    [InlineData(404, 2)]
    [InlineData(413, 2)]
    [InlineData(415, 2)]
    [InlineData(422, 2)]
    [InlineData(401, 1)]
    [InlineData(403, 1)]
    [InlineData(409, 1)]
    [InlineData(429, 1)]
    [InlineData(500, 1)]
    [InlineData(503, 1)]
    public async Task Ends_with_2_where_the_call_is_wrong_and_with_1_where_it_is_not(int status, int exitCode)
    {
        await using var server = await StubServer.StartAsync();
        server.Text("POST /studies/demo/pause", status, """{"title":"No.","detail":"Not so."}""");

        var result = await Archopt.OnAsync(server, "pause", "demo");

        result.ExitCode.ShouldBe(exitCode);
        result.ErrorLines.Length.ShouldBe(1);
        result.Output.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("dem", "There is no study 'dem', did you mean 'demo'?")]
    [InlineData("a b/ü", "There is no study 'a b/ü'; archopt studies lists them.")]
    public async Task An_unknown_study_is_named_as_it_was_typed_with_the_nearest_one(string typed, string line)
    {
        await using var server = await StubServer.StartAsync();
        server.Json("GET /studies", new[] { Views.Study(StudyStatus.Running, 4) });

        var result = await Archopt.OnAsync(server, "show", typed);

        result.ErrorLines.ShouldBe([line]);
        result.ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task Is_told_in_one_line_for_each_wrong_field()
    {
        await using var server = await StubServer.StartAsync();
        server.Text("POST /studies/demo/ask", 400, """{"title":"The input is not valid.","errors":{"count":["must be at most 1000 (was 9999)"],"study":["is paused","is old"]}}""");

        var result = await Archopt.OnAsync(server, "ask", "demo", "--count", "9999");

        result.ErrorLines.ShouldBe(["count: must be at most 1000 (was 9999)", "study: is paused", "study: is old"]);
        result.ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task Is_told_by_its_status_where_the_body_explains_nothing()
    {
        await using var server = await StubServer.StartAsync();
        server.Text("GET /workers", 502, "<html>Bad Gateway</html>", "text/html");

        var result = await Archopt.OnAsync(server, "workers");

        result.ErrorLines.ShouldBe(["The server refused: 502 BadGateway."]);
        result.ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_that_is_not_understood_is_one_line_and_no_stack()
    {
        await using var server = await StubServer.StartAsync();
        server.Text("GET /workers", 200, "what?", "application/json");

        var result = await Archopt.OnAsync(server, "workers");

        result.ExitCode.ShouldBe(1);
        result.ErrorLines.ShouldHaveSingleItem().ShouldContain("--verbose");
        (await Archopt.OnAsync(server, "workers", "--verbose")).Error.ShouldContain("   at ");
    }
}
