using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using ArchOpt.Contracts;
using ArchOpt.Evaluation.Evaluators;
using ArchOpt.Testing;

namespace ArchOpt.Operations.Tests.Deployment;

public sealed class files_fit_together
{
    [Fact]
    public void every_yaml_file_parses()
    {
        string[] files = [.. Yaml.Files("infra", ".yml", ".yaml"), .. Yaml.Files(".github", ".yml", ".yaml")];
        files.Length.ShouldBeGreaterThan(30);
        foreach (var file in files) Should.NotThrow(() => Yaml.Load(file), file); // keys that stand twice are refused too
    }

    [Fact]
    public void kustomizations_name_what_exists_and_everything_that_exists()
    {
        foreach (var kustomization in Kustomization.All)
        {
            foreach (var file in kustomization.Files) File.Exists(Testing.Repository.PathOf(file)).ShouldBeTrue($"{kustomization.File}: {file}");
            foreach (var folder in kustomization.Bases) File.Exists(Testing.Repository.PathOf($"{folder}/kustomization.yaml")).ShouldBeTrue($"{kustomization.File}: {folder}");
        }

        var named = Kustomization.All.SelectMany(kustomization => kustomization.Files).ToHashSet();
        Yaml.Files(Manifest.Folder, ".yaml").Where(file => !file.EndsWith("kustomization.yaml", StringComparison.Ordinal)).Except(named).ShouldBeEmpty();
        Yaml.Files("infra/grafana/dashboards", ".json").Concat(Yaml.Files("infra/prometheus/rules", ".yml")).Except(named).ShouldBeEmpty("a cluster gets all of them");
    }

    [Fact]
    public void prometheus_scrapes_services_that_exist()
    {
        var jobs = Yaml.Load("infra/prometheus/prometheus.network.yml")[0].Items("scrape_configs").ToDictionary(job => job.Text("job_name")!);
        jobs.Keys.ShouldBe(["archopt", "rabbitmq"]); // as rules and dashboards name them
        var targets = jobs.Values.SelectMany(job => job.Items("static_configs")).SelectMany(entry => entry.Items("targets")).Select(target => target.ToString())
            .Concat(jobs["archopt"].Items("dns_sd_configs").SelectMany(entry => entry.Items("names").Select(name => $"{name}:{entry.Text("port")}")));
        foreach (var target in targets)
        {
            var (name, port) = (target.Split(':')[0], target.Split(':')[1]);
            ComposeFile.Service(name).Items("networks").Select(network => network.ToString()).ShouldContain("broker"); // where Prometheus is
            Manifest.Workloads.Single(workload => workload.Name == name).Container.Items("ports").Select(item => item.Text("containerPort")).ShouldContain(port, target);
        }

        Manifest.Of("Service", "evaluation").Node.Text("spec", "clusterIP").ShouldBe("None", "its name must stand for all addresses");
    }

    [Theory]
    [InlineData("prometheus.yml")]
    [InlineData("prometheus.network.yml")]
    public async Task prometheus_itself_agrees(string file)
    {
        Requires.Prometheus();
        var start = new ProcessStartInfo(PrometheusServer.Promtool, ["check", "config", Testing.Repository.PathOf($"infra/prometheus/{file}")]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var promtool = Process.Start(start)!;
        var complaints = promtool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        (await promtool.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldContain("SUCCESS", Case.Sensitive, await complaints);
        await promtool.WaitForExitAsync(TestContext.Current.CancellationToken);
        promtool.ExitCode.ShouldBe(0);
    }

    [Fact]
    public void the_brokers_users_may_what_queues_are_called_and_have_no_passwords_here()
    {
        using var definitions = JsonDocument.Parse(File.ReadAllText(Testing.Repository.PathOf("infra/rabbitmq/definitions.json")));
        foreach (var user in definitions.RootElement.GetProperty("users").EnumerateArray())
            user.GetProperty("password").GetString().ShouldBe($"@{user.GetProperty("name").GetString()}-password@", "make-secrets.sh puts the password there");

        foreach (var evaluator in EvaluatorRegistry.BuiltInNames) May("evaluation", "read", Queues.Evaluate(evaluator)).ShouldBeTrue(evaluator);
        May("evaluation", "write", Queues.Claims).ShouldBeTrue();
        May("evaluation", "read", Queues.Results).ShouldBeFalse();
        May("evaluation", "configure", Queues.Results).ShouldBeFalse();
        May("proposal", "read", Queues.Results).ShouldBeTrue();
        May("analysis", "write", $"{typeof(TrialFinished).Namespace}:{nameof(TrialFinished)}").ShouldBeFalse();
        May("analysis", "read", $"{typeof(TrialFinished).Namespace}:{nameof(TrialFinished)}").ShouldBeTrue();

        bool May(string user, string right, string name) => Regex.IsMatch(
            name,
            definitions.RootElement.GetProperty("permissions").EnumerateArray().Single(entry => entry.GetProperty("user").GetString() == user).GetProperty(right).GetString()!,
            RegexOptions.NonBacktracking);
    }

    [Fact]
    public void secrets_stay_out_of_the_repository()
    {
        var ignored = File.ReadAllLines(Testing.Repository.PathOf(".gitignore"));
        ignored.ShouldContain("infra/**/secrets/");
        ignored.ShouldContain("infra/compose/.env");
        var settings = ComposeFile.Services.SelectMany(service => ComposeFile.Environment(service.Name)).Concat(Manifest.Workloads.SelectMany(workload => workload.Environment));
        foreach (var (name, value) in settings.Where(setting => setting.Key.Contains("PASSWORD", StringComparison.OrdinalIgnoreCase) || setting.Key.StartsWith("ConnectionStrings", StringComparison.Ordinal)))
            value.ShouldStartWith("/run/secrets/", Case.Sensitive, name);
    }

    [Fact]
    public void workflows_use_githubs_own_actions_and_no_more_rights_than_they_need()
    {
        foreach (var file in Yaml.Files(".github", ".yml"))
        {
            var workflow = Yaml.Load(file)[0];
            workflow.Texts("permissions").ShouldHaveSingleItem().ShouldBe(KeyValuePair.Create("contents", "read"), file);
            foreach (var (name, job) in workflow.Entries("jobs"))
            {
                job.Text("timeout-minutes").ShouldNotBeNull(name);
                foreach (var action in job.Items("steps").Select(step => step.Text("uses")).OfType<string>())
                    Regex.IsMatch(action, @"^actions/[a-z-]+@(v\d+|[0-9a-f]{40})$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture).ShouldBeTrue(action);
                foreach (var path in job.Items("steps").Select(step => step.Text("run")).OfType<string>().SelectMany(Paths)) Path.Exists(Testing.Repository.PathOf(path)).ShouldBeTrue($"{name}: {path}");
            }
        }
    }

    /// <summary>Files of the repository that a command names; what it makes itself, and names with variables, are left out.</summary>
    private static IEnumerable<string> Paths(string command) => command.Split([' ', '\n', ';'], StringSplitOptions.RemoveEmptyEntries)
        .Where(word => word.StartsWith("infra/", StringComparison.Ordinal) || word.StartsWith("studies/", StringComparison.Ordinal) || word.StartsWith(".ci/", StringComparison.Ordinal))
        .Where(word => !word.Contains("secrets", StringComparison.Ordinal) && !word.Contains('$'));
}
