using System.Globalization;
using ArchOpt.AppHost.Local.Processes;
using ArchOpt.AppHost.Local.Supervision;

namespace ArchOpt.AppHost.Local.Native;

/// <summary>The repository's folders for Grafana, where there are any.</summary>
internal sealed record GrafanaFiles(string? Provisioning, string? Dashboards);

/// <summary>An installed Grafana with the provisioning and the dashboards of this repository.</summary>
internal static class GrafanaServer
{
    internal static Launch Launch(
        string program, int port, DataDirectory data, GrafanaFiles files, IReadOnlyDictionary<string, string> environment, IHealthProbe probe, IReadOnlyList<string> waitsFor)
    {
        var folder = data.Folder("grafana");
        var all = environment.ToDictionary(pair => pair.Key, string? (pair) => pair.Value, StringComparer.Ordinal);
        all["GF_SERVER_HTTP_ADDR"] = "127.0.0.1";
        all["GF_SERVER_HTTP_PORT"] = port.ToString(CultureInfo.InvariantCulture);
        all["GF_PATHS_DATA"] = data.Folder("grafana", "data");
        all["GF_PATHS_LOGS"] = data.Folder("grafana", "log");
        all["GF_ANALYTICS_REPORTING_ENABLED"] = "false";
        all["GF_ANALYTICS_CHECK_FOR_UPDATES"] = "false";
        if (files.Provisioning is not null)
            all["GF_PATHS_PROVISIONING"] = files.Provisioning;
        if (files.Dashboards is not null)
        {
            // The declared values are paths in the container.
            all["ARCHOPT_DASHBOARDS"] = files.Dashboards;
            all["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"] = Path.Combine(files.Dashboards, "search.json");
        }

        string[] homes = ["/usr/share/grafana", "/opt/homebrew/share/grafana", "/usr/local/share/grafana"];
        var arguments = homes.FirstOrDefault(Directory.Exists) is { } home ? new[] { "--homepath", home } : [];
        return new Launch(new ProcessSpec(program, arguments, folder, all, TimeSpan.FromSeconds(5)), probe, waitsFor, IsOurs: false);
    }
}
