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

    [Theory]
    [InlineData("evaluate", "command", "--settings", """{"command":"say"}""", "--configuration", """{"x":4}""")]
    [InlineData("run", "study.yaml", "--embedded")]
    public async Task Takes_programs_and_evaluators_from_the_environment_as_a_worker_does(params string[] args)
    {
        using var directory = new TemporaryDirectory();
        directory.Write("study.yaml", """
            study: told
            objectives: [{ metric: x, goal: minimize }]
            evaluator: { name: command, settings: { command: say } }
            space: { x: { type: int, low: 4, high: 5 } }
            strategy: { name: grid }
            budget: { trials: 2 }
            """);
        var start = new ProcessStartInfo("dotnet", [typeof(CliProgram).Assembly.Location, .. args])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory.Path,
        };
        start.Environment["Evaluation__Evaluators"] = "command,function";
        start.Environment["Evaluation__Commands__say__Program"] = "/bin/echo";
        start.Environment["Evaluation__Commands__say__Arguments__0"] = """{"archopt":{"final":{"x":${x}}}}""";
        using var process = Process.Start(start).ShouldNotBeNull();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        process.ExitCode.ShouldBe(0, await error);
        (await output).ShouldContain("4");
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
