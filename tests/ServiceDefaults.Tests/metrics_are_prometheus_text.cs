using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ArchOpt.ServiceDefaults.Tests;

public sealed class metrics_are_prometheus_text
{
    private const string Promtool = "/usr/bin/promtool";

    [Fact]
    public async Task Counters_gauges_and_histograms_are_written_with_escaped_labels()
    {
        using var meter = new Meter("ArchOpt.Tests.Shapes");
        await using var server = await Server.StartAsync();
        meter.CreateCounter<long>("archopt_shape", description: "Line one\nline two").Add(3, new KeyValuePair<string, object?>("study", "a \"b\" \\ c\nd"));
        meter.CreateObservableGauge("archopt.shape-level", () => 1.5);
        var durations = meter.CreateHistogram("archopt_shape_seconds", "s", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        foreach (var seconds in new[] { 0.05, 0.5, 5 }) durations.Record(seconds);

        var lines = (await server.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken)).Split('\n');

        lines.ShouldContain("# HELP archopt_shape_total Line one\\nline two");
        lines.ShouldContain("# TYPE archopt_shape_total counter");
        lines.ShouldContain("""archopt_shape_total{study="a \"b\" \\ c\nd"} 3""");
        lines.ShouldContain("archopt_shape_level 1.5");
        lines.ShouldContain("archopt_shape_seconds_bucket{le=\"0.1\"} 1");
        lines.ShouldContain("archopt_shape_seconds_bucket{le=\"1\"} 2");
        lines.ShouldContain("archopt_shape_seconds_bucket{le=\"+Inf\"} 3");
        lines.ShouldContain("archopt_shape_seconds_sum 5.55");
        lines.ShouldContain("archopt_shape_seconds_count 3");
    }

    [Fact]
    public async Task What_an_observable_instrument_no_longer_reports_is_gone_and_many_series_are_all_there()
    {
        using var meter = new Meter("ArchOpt.Tests.Observed");
        await using var server = await Server.StartAsync();
        var studies = Enumerable.Range(0, 3_000).Select(i => $"study-{i}").ToList();
        meter.CreateObservableCounter("archopt_observed", () => studies.Select(study => new Measurement<long>(7, new KeyValuePair<string, object?>("study", study))));

        var before = await ReadAsync(server);
        studies.RemoveRange(1, studies.Count - 1);
        studies.Add("a \"b\" \\ c\nd");
        var after = await ReadAsync(server);

        before.Count(line => line.StartsWith("archopt_observed_total{", StringComparison.Ordinal)).ShouldBe(3_000);
        after.Where(line => line.Contains("archopt_observed", StringComparison.Ordinal)).ShouldBe(
        [
            "# TYPE archopt_observed_total counter",
            """archopt_observed_total{study="study-0"} 7""",
            """archopt_observed_total{study="a \"b\" \\ c\nd"} 7""",
        ]);

        static async Task<string[]> ReadAsync(Server server) =>
            (await server.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken)).Split('\n');
    }

    [Fact]
    public async Task Prometheus_itself_can_read_them()
    {
        if (!File.Exists(Promtool))
        {
            (Environment.GetEnvironmentVariable("CI") == "true").ShouldBeFalse($"{Promtool} must be there in CI");
            Assert.Skip($"{Promtool} is not installed (Debian: apt-get install prometheus)");
        }

        await using var server = await Server.StartAsync();
        var text = await server.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        var start = new ProcessStartInfo(Promtool, ["check", "metrics"]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardError = true };
        using var promtool = Process.Start(start).ShouldNotBeNull();
        await promtool.StandardInput.WriteAsync(text);
        promtool.StandardInput.Close();
        var complaints = await promtool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await promtool.WaitForExitAsync(TestContext.Current.CancellationToken);

        text.ShouldContain("# TYPE ");
        promtool.ExitCode.ShouldNotBe(1, $"it does not parse: {complaints}"); // 3 is a remark on somebody else's names
    }
}
