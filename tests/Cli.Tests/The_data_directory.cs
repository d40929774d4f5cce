using ArchOpt.Cli.Hosting;

namespace ArchOpt.Cli.Tests;

public sealed class The_data_directory : IDisposable
{
    private readonly TemporaryDirectory files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void Belongs_to_one_process_at_a_time()
    {
        using (var first = DataDirectory.Hold(files["data"]))
        {
            first.Announce(new Uri("http://127.0.0.1:4711"));

            var refused = Should.Throw<CliException>(() => DataDirectory.Hold(files["data"]));

            refused.ExitCode.ShouldBe(2);
            refused.Lines.ShouldHaveSingleItem().ShouldContain("--server http://127.0.0.1:4711");
        }

        using var next = DataDirectory.Hold(files["data"]);
        next.StoreConnectionString.ShouldBe("sqlite:" + Path.Combine(files["data"], "store"));
    }

    [Fact]
    public void Is_shared_with_a_supervisor_that_holds_it()
    {
        using var supervisor = DataDirectory.Hold(files["data"]);

        using var child = DataDirectory.Hold(files["data"], heldBySupervisor: true);

        child.Path.ShouldBe(supervisor.Path);
    }

    [Fact]
    public void Must_be_writable()
    {
        var file = files.Write("file", "");

        var refused = Should.Throw<CliException>(() => DataDirectory.Hold(Path.Combine(file, "data")));

        refused.ExitCode.ShouldBe(2);
        refused.Lines.ShouldHaveSingleItem().ShouldStartWith("--data: ");
    }
}
