using System.Diagnostics;
using System.Globalization;
using ArchOpt.Testing;

namespace ArchOpt.Operations.Tests;

/// <summary>The metrics of INTERFACE 5, and whatever rules and dashboards ask of our services, from a real scrape.</summary>
public sealed class what_is_promised_is_exposed
{
    private static readonly (string Name, string Type, string[] Labels)[] Promised =
    [
        ("archopt_trials_total", "counter", ["study", "state", "group"]),
        ("archopt_best_objective", "gauge", ["study", "objective", "group"]),
        ("archopt_last_objective", "gauge", ["study", "objective", "group"]),
        ("archopt_trial_iteration", "gauge", ["study", "group"]),
        ("archopt_trial_duration_seconds", "histogram", []),
        ("archopt_trials_in_flight", "gauge", ["study"]),
        ("archopt_proposal_seconds", "histogram", ["strategy"]),
        ("archopt_search_mode", "gauge", ["study", "group", "mode"]),
        ("archopt_stagnation", "gauge", ["study", "group"]),
        ("archopt_epochs_saved_total", "counter", ["study"]),
        ("archopt_failed_trials", "gauge", ["study"]),
        ("archopt_superseded_results_total", "counter", []),
        ("archopt_lease_expired_total", "counter", []),
        ("archopt_worker_busy_slots", "gauge", ["worker"]),
        ("archopt_worker_slots", "gauge", ["worker"]),
    ];

    /// <summary>Known only of trainings that report their parameters, and of queues that a broker keeps.</summary>
    private static readonly string[] OfOtherStudies = ["archopt_model_parameters", "archopt_last_model_parameters", "archopt_queue_ready_messages"];

    [Fact]
    public async Task every_metric_of_the_interface_is_there_with_its_type_and_labels()
    {
        var token = TestContext.Current.CancellationToken;
        await using var host = await EverythingInOneProcess.StartAsync();
        (await host.RunAsync("promised", StudyFiles.Rich("promised", trials: 20, delayMs: 5), token)).Trials.Completed.ShouldBeGreaterThan(5);

        var text = await MetricsWithWorkerAsync(host, token);

        foreach (var (name, type, labels) in Promised)
        {
            text.ShouldContain($"# TYPE {name} {type}\n", customMessage: name);
            var series = text.Split('\n').Where(line => line.StartsWith(name + (type == "histogram" ? "_count" : ""), StringComparison.Ordinal)).ToArray();
            series.ShouldNotBeEmpty(name);
            foreach (var line in series) Labels(line).Order().ShouldBe(labels.Order(), line);
        }

        var trials = text.Split('\n').Where(line => line.StartsWith("archopt_trials_total{study=\"promised\"", StringComparison.Ordinal)).Sum(Value);
        trials.ShouldBe(20);
        Value(text.Split('\n').Single(line => line.StartsWith("archopt_trial_duration_seconds_count", StringComparison.Ordinal))).ShouldBeGreaterThanOrEqualTo(20);
        Value(text.Split('\n').Single(line => line.StartsWith("archopt_proposal_seconds_count{strategy=\"resilient\"}", StringComparison.Ordinal))).ShouldBeGreaterThanOrEqualTo(20);
    }

    [Fact]
    public async Task every_series_of_ours_that_rules_and_dashboards_ask_for_exists()
    {
        var token = TestContext.Current.CancellationToken;
        await using var host = await EverythingInOneProcess.StartAsync();
        await host.RunAsync("asked-for", StudyFiles.Rich("asked-for", trials: 20, delayMs: 5), token);
        var exposed = (await MetricsWithWorkerAsync(host, token)).Split('\n').Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line[..line.IndexOfAny(['{', ' '])]).Concat(OfOtherStudies).ToHashSet();

        var asked = Dashboard.All().SelectMany(dashboard => dashboard.Queries).Select(query => (query.ToString(), query.Expression))
            .Concat(RuleFile.Alerts().Select(alert => (alert.Name, alert.Expression)))
            .Concat(RuleFile.Recordings());
        var recorded = RuleFile.Recordings().Select(rule => rule.Name).ToHashSet();
        var wrong = asked.SelectMany(
                query => PromQl.Names(Dashboard.Fill(query.Item2, _ => "1")), (query, name) => (Where: query.Item1, Name: name))
            .Where(use => !recorded.Contains(use.Name) && use.Name != "up" && !use.Name.StartsWith("rabbitmq_", StringComparison.Ordinal)) // those have a test with a broker
            .Where(use => !exposed.Contains(use.Name));

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task prometheus_own_check_has_nothing_to_say_about_our_names()
    {
        Requires.Prometheus();
        var token = TestContext.Current.CancellationToken;
        await using var host = await EverythingInOneProcess.StartAsync();
        await host.RunAsync("checked", StudyFiles.Rich("checked", trials: 10, delayMs: 0), token);
        var text = await MetricsWithWorkerAsync(host, token);

        var (code, complaints) = await CheckAsync(text, token);
        code.ShouldNotBe(1, $"it does not parse: {complaints}");
        complaints.Split('\n').Where(line => line.StartsWith("archopt", StringComparison.Ordinal)).ShouldBeEmpty();
        text.Split('\n').Where(line => line.StartsWith("# TYPE", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]).ShouldBeUnique();
    }

    [Fact]
    public async Task counters_are_there_and_zero_before_anything_happens()
    {
        await using var host = await EverythingInOneProcess.StartAsync();
        var metrics = await MetricsWithWorkerAsync(host, TestContext.Current.CancellationToken);
        foreach (var counter in new[] { "superseded_results", "lease_expired", "results_consumed", "store_errors" })
            metrics.ShouldContain($"\narchopt_{counter}_total 0\n");
        metrics.ShouldContain("archopt_worker_up{worker=\"worker-1\"} 1\n");
        metrics.ShouldContain("archopt_worker_busy_slots{worker=\"worker-1\"} 0\n");
    }

    private static async Task<string> MetricsWithWorkerAsync(EverythingInOneProcess host, CancellationToken token)
    {
        var text = "";
        await Eventually.TrueAsync(
            async () => (text = await host.MetricsAsync(token)).Contains("archopt_worker_slots{", StringComparison.Ordinal), TimeSpan.FromSeconds(20), "the worker is heard of", token);
        return text;
    }

    private static IEnumerable<string> Labels(string line)
    {
        var open = line.IndexOf('{', StringComparison.Ordinal);
        return open < 0 ? [] : line[(open + 1)..line.LastIndexOf('}')].Split(',').Select(label => label.Split('=')[0]);
    }

    private static double Value(string line) => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);

    private static async Task<(int Code, string Complaints)> CheckAsync(string text, CancellationToken token)
    {
        var start = new ProcessStartInfo(PrometheusServer.Promtool, ["check", "metrics"]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardError = true };
        using var promtool = Process.Start(start).ShouldNotBeNull();
        await promtool.StandardInput.WriteAsync(text);
        promtool.StandardInput.Close();
        var complaints = await promtool.StandardError.ReadToEndAsync(token);
        await promtool.WaitForExitAsync(token);
        return (promtool.ExitCode, complaints);
    }
}
