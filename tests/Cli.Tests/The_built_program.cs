using System.Diagnostics;

namespace ArchOpt.Cli.Tests;

public class The_built_program
{
    [Theory]
    [InlineData(0, "--version")]
    [InlineData(2, "best")]
    [InlineData(3, "studies", "--server", "http://127.0.0.1:1")]
    public async Task Ends_with_the_exit_code_of_its_command(int exitCode, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(CliProgram).Assembly.Location, .. args])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start).ShouldNotBeNull();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        process.ExitCode.ShouldBe(exitCode);
        ((await output).Length > 0).ShouldBe(exitCode == 0);
        ((await error).Length > 0).ShouldBe(exitCode != 0);
        (await error).ShouldNotContain('\u001b');
    }
}
