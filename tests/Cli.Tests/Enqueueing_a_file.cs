using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Cli.Tests;

public sealed class Enqueueing_a_file : IDisposable
{
    private readonly TemporaryDirectory files = new();

    public void Dispose() => files.Dispose();

    [Theory]
    [InlineData("""[{"lr":0.1},{"lr":0.2}]""")]
    [InlineData("{\"lr\":0.1}\n{\"lr\":0.2}\n")]
    public async Task Takes_json_as_an_array_or_as_lines(string json)
    {
        await using var server = await ServerAsync();

        var result = await Archopt.OnAsync(server, "enqueue", "demo", files.Write("next.json", json));

        result.Output.ShouldBe("demo: enqueued 2 as trials 4 to 5\n");
        server.Asked.Last().ShouldBe(("POST /studies/demo/trials", """{"configurations":[{"lr":0.1},{"lr":0.2}]}"""));
    }

    [Fact]
    public async Task Takes_csv_with_paths_as_columns_and_lets_the_study_say_what_is_text()
    {
        await using var server = await ServerAsync();
        var csv = "lr, arch[0].width, arch[1].width, model, version, arch[0].kind\n0.1,256,64,\"a, b\",7,\n\n0.2,128,,gt,8,3\n";

        var result = await Archopt.OnAsync(server, "enqueue", "demo", files.Write("next.csv", csv));

        result.Error.ShouldBeEmpty();
        server.Asked.Last().Body.ShouldBe(
            """{"configurations":[{"arch":[{"width":256},{"width":64}],"lr":0.1,"model":"a, b","version":"7"},{"arch":[{"kind":"3","width":128}],"lr":0.2,"model":"gt","version":"8"}]}""");
    }

    [Fact]
    public async Task Names_every_line_that_is_wrong_and_sends_nothing()
    {
        await using var server = await ServerAsync();
        var file = files.Write("next.csv", "lr,arch[1].width\n0.1,\n0.2,64\n0.3,,9\n");

        var result = await Archopt.OnAsync(server, "enqueue", "demo", file);

        result.ExitCode.ShouldBe(2);
        result.ErrorLines.ShouldBe([$"{file}:3: arch[0]: is missing before arch[1].", $"{file}:4: has 3 cells under 2 columns."]);
        server.Asked.ShouldAllBe(asked => asked.Request.StartsWith("GET", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("next.json", "[{\"lr\":0.1},7,{\"lr\":null}]", 2)]
    [InlineData("next.json", "[{\"lr\":0.1}", 1)]
    [InlineData("next.json", "", 1)]
    [InlineData("next.csv", "", 1)]
    [InlineData("next.csv", "lr,lr\n1,2\n", 1)]
    [InlineData("next.csv", "lr\n\"0.1\n", 1)]
    [InlineData("next.csv", "lr\n", 1)]
    public async Task Refuses_what_is_no_list_of_configurations(string name, string content, int mistakes)
    {
        await using var server = await ServerAsync();
        var file = files.Write(name, content);

        var result = await Archopt.OnAsync(server, "enqueue", "demo", file);

        result.ExitCode.ShouldBe(2);
        result.ErrorLines.Length.ShouldBe(mistakes);
        result.ErrorLines.ShouldAllBe(line => line.StartsWith(file, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refuses_a_file_that_is_not_utf8()
    {
        await using var server = await ServerAsync();
        var file = files.Write("next.json", "");
        await File.WriteAllBytesAsync(file, [0x5b, 0xff, 0x5d], TestContext.Current.CancellationToken);

        var result = await Archopt.OnAsync(server, "enqueue", "demo", file);

        result.ExitCode.ShouldBe(2);
        result.ErrorLines.ShouldBe([$"{file}: must be UTF-8 (byte 1 is not)"]);
    }

    private static async Task<StubServer> ServerAsync()
    {
        var server = await StubServer.StartAsync();
        server.Json("POST /studies/demo/trials", new EnqueuedTrials([4, 5]));
        server.Json("GET /studies/demo", Views.Study(StudyStatus.Running, 4, definition:
            """
            {"space":{"lr":{"type":"float"},"model":{"type":"categorical","values":["gat","a, b","gt"]},
              "version":{"type":"categorical","values":["7","8"]},
              "arch":{"type":"list","of":{"width":{"type":"ordinal","values":[64,128,256]},"kind":{"type":"categorical","values":["3"]}}}}}
            """));
        return server;
    }
}
