using System.Diagnostics;
using ArchOpt.Testing;

namespace ArchOpt.Operations.Tests;

public sealed class alerts_fire_when_they_should
{
    [Fact]
    public async Task prometheus_accepts_the_configuration_and_the_rules()
    {
        Requires.Prometheus();
        await RunAsync("check", "config", "prometheus.yml");
        await RunAsync(["check", "rules", .. Files("rules")]);
    }

    [Fact]
    public async Task promtools_tests_of_the_rules_pass()
    {
        Requires.Prometheus();
        await RunAsync(["test", "rules", .. Files("tests")]);
    }

    [Fact]
    public void every_alert_is_tested_to_fire_and_to_keep_silent()
    {
        var expected = RuleFile.Expectations().ToHashSet();
        var alerts = RuleFile.Alerts().Select(alert => alert.Name).ToArray();
        alerts.Length.ShouldBeGreaterThanOrEqualTo(13);
        alerts.ShouldBeUnique();
        alerts.Where(alert => !expected.Contains((alert, true))).ShouldBeEmpty("nobody has seen these fire");
        alerts.Where(alert => !expected.Contains((alert, false))).ShouldBeEmpty("nobody has seen these keep silent");
        expected.Select(expectation => expectation.Alert).Except(alerts).ShouldBeEmpty("these are tested and do not exist");
    }

    [Fact]
    public void every_alert_says_how_bad_it_is_what_happened_and_what_to_do()
    {
        var runbook = File.ReadAllLines(Path.Combine(RuleFile.Directory, "RUNBOOK.md"));
        foreach (var alert in RuleFile.Alerts())
        {
            alert.Labels["severity"].ShouldBeOneOf("critical", "warning");
            alert.Annotations.Keys.Order().ShouldBe(["description", "runbook", "summary"]);
            alert.Annotations["runbook"].ShouldEndWith($" RUNBOOK.md#{alert.Name.ToLowerInvariant()}");
            alert.Annotations["runbook"].ShouldNotContain('\n');
            var heading = Array.IndexOf(runbook, $"## {alert.Name}");
            heading.ShouldBeGreaterThan(0, $"{alert.Name} has no heading");
            var text = runbook.Skip(heading + 1).TakeWhile(line => !line.StartsWith('#')).ToArray();
            new[] { "**Means**", "**Look**", "**Do**" }.ShouldAllBe(part => text.Any(line => line.StartsWith(part)), alert.Name);
        }
    }

    private static string[] Files(string folder) => [.. Directory.GetFiles(Path.Combine(RuleFile.Directory, folder), "*.yml").Order(StringComparer.Ordinal)];

    private static async Task RunAsync(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(PrometheusServer.Promtool, arguments)
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = RuleFile.Directory,
        };
        using var promtool = Process.Start(start).ShouldNotBeNull();
        var said = await Task.WhenAll(promtool.StandardOutput.ReadToEndAsync(), promtool.StandardError.ReadToEndAsync());
        await promtool.WaitForExitAsync();
        promtool.ExitCode.ShouldBe(0, string.Concat(said));
    }
}
