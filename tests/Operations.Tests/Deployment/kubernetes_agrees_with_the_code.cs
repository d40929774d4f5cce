using System.Text.RegularExpressions;
using ArchOpt.Contracts;
using ArchOpt.Evaluation;
using ArchOpt.Evaluation.Evaluators;
using ArchOpt.ServiceDefaults;
using ArchOpt.ServiceDefaults.Hosting;
using ArchOpt.ServiceDefaults.Messaging;
using ArchOpt.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ArchOpt.Operations.Tests.Deployment;

public sealed class kubernetes_agrees_with_the_code
{
    private const string Gpu = "infra/kubernetes/components/gpu/workers";

    [Fact]
    public void workers_have_time_to_leave()
    {
        var worker = Manifest.Of("Deployment", "evaluation");
        var options = Settings.Evaluation(worker.Environment);
        TimeSpan.FromSeconds(int.Parse(worker.Pod.Text("terminationGracePeriodSeconds")!)).ShouldBeGreaterThan(options.ShutdownTime);
        options.Grace.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(1), "trainings write checkpoints");
        options.WorkDirectory.ShouldBe(worker.Container.Items("volumeMounts").Single(mount => mount.Text("name") == "work").Text("mountPath"));
        worker.PodLabels["archopt.dev/resource-class"].ShouldBe(options.ResourceClasses.Single());
    }

    [Fact]
    public async Task a_worker_is_not_hurried_by_its_own_host()
    {
        var settings = Manifest.Of("Deployment", "evaluation").Environment.Where(pair => pair.Key.StartsWith("Evaluation__", StringComparison.Ordinal)).ToDictionary();
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddConfiguration(Settings.Configuration(settings));
        builder.AddServiceDefaults();
        builder.AddEvaluation();
        await using var app = builder.Build();
        app.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout.ShouldBe(Settings.Evaluation(settings).ShutdownTime);
    }

    [Fact]
    public void gpu_workers_are_workers_of_another_class_on_other_nodes()
    {
        var patch = new Manifest($"{Gpu}/gpu.yaml", Yaml.Load($"{Gpu}/gpu.yaml").Single());
        patch.Name.ShouldBe(Manifest.Of("Deployment", "evaluation").Name);
        var options = Settings.Evaluation(Manifest.Of("Deployment", "evaluation").Environment.Concat(patch.Environment).GroupBy(pair => pair.Key).ToDictionary(pair => pair.Key, pair => pair.Last().Value));
        var kustomization = Kustomization.All.Single(kustomization => kustomization.File == $"{Gpu}/kustomization.yaml").Node;
        options.ResourceClasses.Single().ShouldBe(kustomization.Items("labels").Single().Text("pairs", "archopt.dev/resource-class"));
        options.Evaluators.ShouldBe(["command"]);
        patch.Container.Text("resources", "limits", "nvidia.com/gpu").ShouldBe("1");
    }

    [Fact]
    public void keda_counts_the_trials_that_a_worker_of_the_class_may_take()
    {
        var (trigger, slots) = Trigger("evaluation", Manifest.Of("Deployment", "evaluation").Environment);
        trigger["useRegex"].ShouldBe("true");
        trigger["operation"].ShouldBe("sum");
        trigger["value"].ShouldBe(slots);
        var queue = new Regex(trigger["queueName"], RegexOptions.NonBacktracking);
        foreach (var evaluator in EvaluatorRegistry.BuiltInNames)
        {
            queue.IsMatch(Queues.Evaluate(evaluator)).ShouldBeTrue(evaluator);
            queue.IsMatch(Queues.Evaluate(evaluator, "gpu")).ShouldBeFalse(evaluator);
            queue.IsMatch(Queues.Evaluate(evaluator) + "_error").ShouldBeFalse("failed trials wait for a person");
        }

        queue.IsMatch(Queues.Results).ShouldBeFalse();
    }

    [Fact]
    public void keda_counts_the_trials_for_gpus()
    {
        var (trigger, slots) = Trigger("evaluation-gpu", Manifest.Of("Deployment", "evaluation").Environment);
        trigger["queueName"].ShouldBe(Queues.Evaluate("command", "gpu"));
        trigger["value"].ShouldBe(slots);
    }

    [Fact]
    public void keda_signs_in_with_a_secret_that_the_small_overlay_makes()
    {
        var reference = Manifest.Of("TriggerAuthentication", "rabbitmq").Node.Items("spec", "secretTargetRef").Single();
        Secrets().ShouldContain((reference.Text("name")!, reference.Text("key")!));
    }

    [Fact]
    public void each_service_has_the_secrets_it_reads_and_no_others()
    {
        string[] all = ["ApiKeys__0", $"ConnectionStrings__{MessagingExtensions.ConnectionName}", $"ConnectionStrings__{StudyStoreRegistration.ConnectionName}"];
        foreach (var (service, keys) in new[] { ("proposal", all), ("analysis", all), ("evaluation", all[1..2]) })
        {
            var workload = Manifest.Of("Deployment", service);
            Secrets().Where(secret => secret.Name == $"{service}-secrets").Select(secret => secret.Key).ShouldBe(keys, ignoreOrder: true, service);
            workload.Environment[SecretFiles.DirectoryKey].ShouldBe(workload.Container.Items("volumeMounts").Single(mount => mount.Text("name") == "secrets").Text("mountPath"));
        }

        var made = Secrets().Select(secret => secret.Name).ToHashSet();
        Manifest.Workloads.SelectMany(workload => workload.Pod.Items("volumes")).Select(volume => volume.Text("secret", "secretName")).OfType<string>().ShouldBeSubsetOf(made);
    }

    [Fact]
    public async Task every_secret_of_the_small_overlay_is_made()
    {
        var made = await Settings.MakeSecretsAsync(TestContext.Current.CancellationToken);
        var sources = Small.Generated("secretGenerator").Select(file => file.Source).ToArray();
        sources.ShouldAllBe(source => source.StartsWith("secrets/", StringComparison.Ordinal));
        sources.Select(source => source["secrets/".Length..]).ShouldBeSubsetOf(made.Keys);
    }

    [Fact]
    public void services_find_each_other_by_their_names()
    {
        foreach (var service in Manifest.All.Where(manifest => manifest.Kind == "Service"))
        {
            var pod = Manifest.Workloads.First(workload => service.Node.Texts("spec", "selector").All(label => workload.PodLabels.Contains(label)));
            var ports = pod.Container.Items("ports").ToDictionary(port => port.Text("name")!, port => port.Text("containerPort"));
            foreach (var port in service.Node.Items("spec", "ports")) ports[port.Text("targetPort")!].ShouldBe(port.Text("port"), service.ToString());
        }

        Manifest.Of("Deployment", "analysis").Environment["services__proposal__http__0"].ShouldBe($"http://proposal:{Settings.Port}");
        Manifest.Of("Deployment", "grafana").Environment["PROMETHEUS_URL"].ShouldBe("http://prometheus:9090");
    }

    [Fact]
    public void disruption_budgets_are_for_pods_that_exist()
    {
        var budgets = Manifest.All.Where(manifest => manifest.Kind == "PodDisruptionBudget").ToArray();
        budgets.Select(budget => budget.Name).ShouldBe(["analysis", "proposal", "evaluation"], ignoreOrder: true);
        foreach (var budget in budgets)
        {
            budget.Node.Texts("spec", "selector", "matchLabels").ShouldBeSubsetOf(Manifest.Of("Deployment", budget.Name).PodLabels);
            budget.Node.Text("spec", "minAvailable").ShouldBeNull("of one, it would keep a node from being drained");
        }
    }

    [Fact]
    public void who_may_talk_to_whom_is_said_for_every_pod_in_ports_that_are_listened_on()
    {
        var policies = Manifest.All.Where(manifest => manifest.Kind == "NetworkPolicy").ToArray();
        policies.Single(policy => policy.Name == "deny-all").Node.Items("spec", "policyTypes").Count().ShouldBe(2);
        var listened = Manifest.Workloads.SelectMany(workload => workload.Container.Items("ports")).Select(port => port.Text("containerPort")!).Append("53").ToHashSet();
        foreach (var policy in policies)
        {
            var ports = new[] { "ingress", "egress" }.SelectMany(way => policy.Node.Items("spec", way)).SelectMany(rule => rule.Items("ports")).Select(port => port.Text("port")!);
            ports.ShouldBeSubsetOf(listened, policy.ToString());
        }

        var ruled = policies.Select(policy => policy.Node.Text("spec", "podSelector", "matchLabels", "app.kubernetes.io/name")).OfType<string>();
        Manifest.Workloads.Select(workload => workload.PodLabels["app.kubernetes.io/name"]).Distinct().ShouldBeSubsetOf(ruled);
        policies.Where(policy => policy.Name is "evaluation").SelectMany(policy => policy.Node.Items("spec", "egress")).Single().Items("ports").Single().Text("port").ShouldBe("5672");
    }

    private static Kustomization Small => Kustomization.All.Single(kustomization => kustomization.File == "infra/kubernetes/overlays/small/kustomization.yaml");

    private static (string Name, string Key)[] Secrets() => [.. Small.Generated("secretGenerator").Select(file => (file.Name, file.Key))];

    private static (Dictionary<string, string> Metadata, string Slots) Trigger(string deployment, Dictionary<string, string> environment)
    {
        var scaled = Manifest.Of("ScaledObject", deployment);
        scaled.Node.Text("spec", "scaleTargetRef", "name").ShouldBe(deployment);
        var trigger = scaled.Node.Items("spec", "triggers").Single();
        trigger.Text("type").ShouldBe("rabbitmq");
        trigger.Text("authenticationRef", "name").ShouldBe(Manifest.Of("TriggerAuthentication", "rabbitmq").Name);
        trigger.Text("metadata", "protocol").ShouldBe("http", "over AMQP running trials would not count");
        return (trigger.Texts("metadata"), environment["Evaluation__Slots"]);
    }
}
