using System.Globalization;
using System.Text.Json;
using ArchOpt.AppHost.Local.Processes;
using ArchOpt.AppHost.Local.Supervision;

namespace ArchOpt.AppHost.Local.Native;

/// <summary>What Prometheus asks for metrics: a name, a loopback port, and the job that rules and dashboards know it by.</summary>
internal sealed record ScrapeTarget(string Service, int Port, string Job = "archopt");

/// <summary>An installed Prometheus, scraping everything that this AppHost runs.</summary>
internal static class PrometheusServer
{
    /// <param name="infra">The folder with the repository's rules, or null.</param>
    internal static Launch Launch(
        string program, int port, DataDirectory data, string? infra, IReadOnlyList<ScrapeTarget> targets, IHealthProbe probe, IReadOnlyList<string> waitsFor)
    {
        var folder = data.Folder("prometheus");
        var configuration = Path.Combine(folder, "prometheus.yml");
        File.WriteAllText(configuration, Configuration(infra, targets));
        return new Launch(
            new ProcessSpec(
                program,
                [
                    "--config.file=" + configuration,
                    "--storage.tsdb.path=" + data.Folder("prometheus", "data"),
                    "--storage.tsdb.retention.time=30d",
                    "--web.listen-address=127.0.0.1:" + Text(port),
                    "--log.level=warn",
                ],
                folder,
                new Dictionary<string, string?>(StringComparer.Ordinal),
                TimeSpan.FromSeconds(5)),
            probe,
            waitsFor,
            IsOurs: false);
    }

    /// <summary>The same rules and jobs as infra/prometheus/prometheus.yml, with this run's ports.</summary>
    internal static string Configuration(string? infra, IEnumerable<ScrapeTarget> targets) => string.Join('\n',
    [
        "# Written by the AppHost at each start.",
        "global:",
        "  scrape_interval: 10s",
        "  evaluation_interval: 10s",
        .. infra is null ? Array.Empty<string>() : ["rule_files:", $"  - {JsonSerializer.Serialize(Path.Combine(infra, "rules", "*.yml"))}"],
        "scrape_configs:",
        .. targets.GroupBy(target => target.Job).SelectMany(job => new[] { $"  - job_name: {job.Key}", "    static_configs:" }.Concat(job.SelectMany(target => new[]
        {
            $"      - targets: [\"127.0.0.1:{Text(target.Port)}\"]",
            $"        labels: {{ service: {target.Service} }}",
        }))),
        string.Empty,
    ]);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
