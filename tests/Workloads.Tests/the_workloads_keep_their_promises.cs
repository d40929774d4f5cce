using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace ArchOpt.Workloads.Tests;

/// <summary>The training programs are Python and so are their tests; here they run with ours.</summary>
public sealed partial class the_workloads_keep_their_promises
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    private static string Workloads => Path.Combine(
        typeof(the_workloads_keep_their_promises).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Root").Value!,
        "workloads");

    [Theory]
    [InlineData("tests", 5)]
    [InlineData("cvrp/tests", 70)]
    public async Task in_their_own_tests(string folder, int fewest)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Longest);
        var python = await Python.FindWithTorchAsync(deadline.Token);
        if (python is null) MissingTorch();

        var result = await python!.RunAsync(Workloads, ["-B", "-m", "unittest", "discover", "--start-directory", folder, "--top-level-directory", "."], deadline.Token);

        result.ExitCode.ShouldBe(0, result.Output);
        TestsRun(result.Output).ShouldBeGreaterThanOrEqualTo(fewest, result.Output);
    }

    private static void MissingTorch()
    {
        const string reason = "no Python with PyTorch was found (Debian: apt-get install python3-torch, or name one in ARCHOPT_PYTHON)";
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
            Assert.Fail($"{reason}, and CI must run this test.");
        Assert.Skip(reason);
    }

    private static int TestsRun(string output)
    {
        var count = SummaryLine().Match(output).Groups["count"].Value;
        return count.Length == 0 ? 0 : int.Parse(count, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^Ran (?<count>\d+) tests? in ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex SummaryLine();
}
