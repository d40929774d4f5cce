using System.Net;
using System.Net.Sockets;

namespace ArchOpt.Cli.Tests;

public class Where_a_call_goes
{
    [Fact]
    public async Task Without_a_server_it_ends_with_3_and_one_line_that_names_the_url_and_what_to_do()
    {
        var url = $"http://127.0.0.1:{ClosedPort()}/";

        var result = await Archopt.RunAsync("studies", "--server", url);

        result.ExitCode.ShouldBe(3);
        result.ErrorLines.ShouldHaveSingleItem().ShouldStartWith(url);
        result.Error.ShouldContain("--embedded");
        result.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_programs_server_is_not_taken_for_ours()
    {
        await using var other = await StubServer.StartAsync();
        other.Text("GET /", 200, "<html>hello</html>", "text/html");

        (await Archopt.OnAsync(other, "studies")).ExitCode.ShouldBe(3);
    }

    [Fact]
    public async Task The_environment_names_the_server_and_the_key()
    {
        await using var server = await StubServer.StartAsync();
        server.Json("GET /studies", Array.Empty<object>());
        var environment = new Dictionary<string, string> { ["ARCHOPT_SERVER"] = server.Url, ["ARCHOPT_API_KEY"] = "secret" };

        var result = await Archopt.RunAsync(["studies", "--json"], "", environment, TestContext.Current.CancellationToken);

        result.ExitCode.ShouldBe(0);
        result.Output.ShouldBe("[]\n");
        server.ApiKey.ShouldBe("secret");
    }

    [Fact]
    public async Task A_missing_key_is_a_refusal_and_not_a_missing_server()
    {
        await using var server = await StubServer.StartAsync();
        server.Text("GET /", 401, """{"title":"X-Api-Key: must be a valid API key."}""");

        var result = await Archopt.OnAsync(server, "studies");

        result.ExitCode.ShouldBe(1);
        result.ErrorLines.ShouldHaveSingleItem().ShouldContain("--api-key");
    }

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
