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

    [Fact]
    public async Task Ends_when_nobody_reads_its_output_any_more()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Needs a shell's pipes.");
        const string endless = """yes '{"x":1,"y":2}' | dotnet "$0" evaluate function --settings '{"function":"branin"}' --configuration - | head -n 2""";
        var start = new ProcessStartInfo("/bin/sh", ["-c", endless, typeof(CliProgram).Assembly.Location]) { UseShellExecute = false, RedirectStandardOutput = true };
        using var process = Process.Start(start).ShouldNotBeNull();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromMinutes(1));
        try
        {
            (await process.StandardOutput.ReadToEndAsync(deadline.Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
            await process.WaitForExitAsync(deadline.Token); // the shell waits for every part of the pipe
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
