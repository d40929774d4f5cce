using System.Diagnostics;
using System.Diagnostics.Metrics;
using ArchOpt.ServiceDefaults.Metrics;

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
        meter.CreateUpDownCounter<long>("archopt.shape.open").Add(2);
        var durations = meter.CreateHistogram("archopt.shape", "s", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        foreach (var seconds in new[] { 0.05, 0.5, 5 }) durations.Record(seconds);

        var lines = (await server.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken))
            .Split('\n').Select(line => line.Replace("{} ", " ", StringComparison.Ordinal)).ToList(); // exporters differ in how they write no labels

        lines.ShouldContain("# HELP archopt_shape_total Line one\\nline two");
        lines.ShouldContain("# TYPE archopt_shape_total counter");
        lines.ShouldContain("""archopt_shape_total{study="a \"b\" \\ c\nd"} 3""");
        lines.ShouldContain("archopt_shape_level 1.5");
        lines.ShouldContain("# TYPE archopt_shape_open gauge");
        lines.ShouldContain("archopt_shape_open 2");
        lines.ShouldContain("# TYPE archopt_shape_seconds histogram");
        lines.ShouldContain("archopt_shape_seconds_bucket{le=\"0.1\"} 1");
        lines.ShouldContain("archopt_shape_seconds_bucket{le=\"1\"} 2");
        lines.ShouldContain("archopt_shape_seconds_bucket{le=\"+Inf\"} 3");
        lines.ShouldContain("archopt_shape_seconds_sum 5.55");
        lines.ShouldContain("archopt_shape_seconds_count 3");
    }

    [Theory]
    [InlineData("archopt.store.commit.duration", "s", "histogram", "archopt_store_commit_duration_seconds")]
    [InlineData("archopt_trial_duration_seconds", "s", "histogram", "archopt_trial_duration_seconds")]
    [InlineData("archopt.store.commit.size", "{batch}", "histogram", "archopt_store_commit_size")]
    [InlineData("archopt_lease_expired", null, "counter", "archopt_lease_expired_total")]
    [InlineData("archopt_lease_expired_total", null, "counter", "archopt_lease_expired_total")]
    [InlineData("dotnet.gc.pause.time", "s", "counter", "dotnet_gc_pause_time_seconds_total")]
    [InlineData("dotnet.process.memory.working_set", "By", "gauge", "dotnet_process_memory_working_set_bytes")]
    [InlineData("messaging.masstransit.consume.active", "{message}", "gauge", "messaging_masstransit_consume_active")]
    [InlineData("disk.speed", "By/s", "gauge", "disk_speed_bytes_per_second")]
    [InlineData("share", "1", "gauge", "share_ratio")]
    [InlineData("share", "1", "counter", "share_total")]
    [InlineData("share", "{a}%", "gauge", "share_percent")]
    [InlineData("share", "/s", "gauge", "share")]
    [InlineData("2nd--try..of", null, "gauge", "_2nd_try_of")]
    [InlineData("größe", null, "gauge", "gr_e")]
    public void Names_are_those_of_OpenTelemetrys_own_exporter(string instrument, string? unit, string type, string name) =>
        MetricNames.Of(instrument, unit, type).ShouldBe(name);

    [Fact]
    public void A_name_has_one_header_whoever_else_uses_it_and_another_type_has_no_place_under_it()
    {
        var families = new MetricFamilies();
        families.Lines("b_total", "counter", "What is counted.")!.Append("b_total{x=\"1\"} 1\n");
        families.Lines("a", "gauge", "")!.Append("a 2\n");
        families.Lines("b_total", "counter", "Said otherwise.")!.Append("b_total{x=\"2\"} 3\n");
        families.Lines("b_total", "gauge", "").ShouldBeNull();

        families.Take().ShouldBe("# TYPE a gauge\na 2\n# HELP b_total What is counted.\n# TYPE b_total counter\nb_total{x=\"1\"} 1\nb_total{x=\"2\"} 3\n");
        families.Take().ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_kind_of_observed_number_is_written()
    {
        using var meter = new Meter("ArchOpt.Tests.Kinds");
        await using var server = await Server.StartAsync();
        meter.CreateObservableGauge("archopt_kind_int", () => 1);
        meter.CreateObservableGauge("archopt_kind_long", () => 2L);
        meter.CreateObservableGauge("archopt_kind_float", () => 0.5f);
        meter.CreateObservableGauge("archopt_kind_double", () => double.NegativeInfinity);
        meter.CreateObservableCounter("archopt_kind_counted", () => 3);
        meter.CreateObservableUpDownCounter("archopt_kind_open", () => 4);

        var lines = (await server.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken)).Split('\n');

        lines.Where(line => line.StartsWith("archopt_kind", StringComparison.Ordinal)).ShouldBe(
            ["archopt_kind_counted_total 3", "archopt_kind_double -Inf", "archopt_kind_float 0.5", "archopt_kind_int 1", "archopt_kind_long 2", "archopt_kind_open 4"]);
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
