using ArchOpt.AppHost.Local.Native;
using ArchOpt.AppHost.Local.Processes;
using ArchOpt.AppHost.Local.Supervision;

namespace ArchOpt.AppHost.Tests;

/// <summary>What the installed Prometheus and Grafana are given of the repository.</summary>
public sealed class the_companions
{
    [Fact]
    public void prometheus_gets_the_rules_and_knows_the_broker_as_the_container_stack_does()
    {
        var yaml = PrometheusServer.Configuration("/a folder/infra", [new("rabbitmq", 1, Job: "rabbitmq"), new("proposal", 2), new("analysis", 3)]);

        yaml.ShouldContain("rule_files:\n  - \"/a folder/infra/rules/*.yml\"\n");
        yaml.ShouldContain("evaluation_interval: 10s\n");
        yaml.ShouldEndWith("""
            scrape_configs:
              - job_name: rabbitmq
                static_configs:
                  - targets: ["127.0.0.1:1"]
                    labels: { service: rabbitmq }
              - job_name: archopt
                static_configs:
                  - targets: ["127.0.0.1:2"]
                    labels: { service: proposal }
                  - targets: ["127.0.0.1:3"]
                    labels: { service: analysis }

            """);
        PrometheusServer.Configuration(null, []).ShouldNotContain("rule_files");
    }

    [Fact]
    public void grafana_gets_the_paths_of_this_machine_instead_of_the_containers()
    {
        using var folder = new TemporaryFolder();
        using var data = DataDirectory.Open(folder["data"]);
        var declared = new Dictionary<string, string> { ["ARCHOPT_DASHBOARDS"] = "/etc/grafana/dashboards", ["PROMETHEUS_URL"] = "http://127.0.0.1:9" };

        var launch = GrafanaServer.Launch("grafana-server", 3000, data, new GrafanaFiles("/repo/provisioning", "/repo/dashboards"), declared, new AlwaysHealthy(), []);

        launch.Process.Environment["GF_PATHS_PROVISIONING"].ShouldBe("/repo/provisioning");
        launch.Process.Environment["ARCHOPT_DASHBOARDS"].ShouldBe("/repo/dashboards");
        launch.Process.Environment["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"].ShouldBe("/repo/dashboards/search.json");
        launch.Process.Environment["PROMETHEUS_URL"].ShouldBe("http://127.0.0.1:9");
    }
}
