using System.Diagnostics;
using System.Text.RegularExpressions;
using ArchOpt.Testing;

namespace ArchOpt.Cli.Tests;

/// <summary>What the README tells people to type is typed here, letter by letter.</summary>
public sealed partial class The_example_of_the_readme
{
    [Fact]
    public async Task A_shell_script_is_searched_over_as_typed()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("The command evaluator needs a Unix.");
        var readme = await File.ReadAllTextAsync(Repository.PathOf("README.md"), TestContext.Current.CancellationToken);
        var example = ShellBlock().Matches(readme).Select(block => block.Groups["text"].Value).Single(text => text.Contains("train.sh", StringComparison.Ordinal));
        using var directory = new TemporaryDirectory();

        var result = await ShellAsync(directory.Path, $$"""
            archopt() { dotnet '{{typeof(CliProgram).Assembly.Location}}' "$@"; }
            {{example}}
            """);

        result.ExitCode.ShouldBe(0, result.Text);
        result.Text.ShouldContain("20 completed");
        result.Text.ShouldMatch("epochs saved +[1-9]");
    }

    private static async Task<(int ExitCode, string Text)> ShellAsync(string directory, string script)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-e", "-c", script])
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start).ShouldNotBeNull();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromMinutes(2));
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    [GeneratedRegex("^```sh\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex ShellBlock();
}
