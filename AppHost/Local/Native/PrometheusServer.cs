using System.Globalization;
using ArchOpt.AppHost.Local.Processes;
using ArchOpt.AppHost.Local.Supervision;

namespace ArchOpt.AppHost.Local.Native;

/// <summary>What Prometheus asks for metrics: a name and a loopback port.</summary>
internal sealed record ScrapeTarget(string Service, int Port);

/// <summary>An installed Prometheus, scraping everything that this AppHost runs.</summary>
internal static class PrometheusServer
{
    internal static Launch Launch(string program, int port, DataDirectory data, IReadOnlyList<ScrapeTarget> targets, IHealthProbe probe, IReadOnlyList<string> waitsFor)
    {
        var folder = data.Folder("prometheus");
        var configuration = Path.Combine(folder, "prometheus.yml");
        File.WriteAllText(configuration, Configuration(targets));
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

    private static string Configuration(IEnumerable<ScrapeTarget> targets) => string.Join('\n',
    [
        "# Written by the AppHost at each start.",
        "global:",
        "  scrape_interval: 10s",
        "scrape_configs:",
        "  - job_name: archopt",
        "    static_configs:",
        .. targets.SelectMany(target => new[]
        {
            $"      - targets: [\"127.0.0.1:{Text(target.Port)}\"]",
            $"        labels: {{ service: {target.Service} }}",
        }),
        string.Empty,
    ]);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
