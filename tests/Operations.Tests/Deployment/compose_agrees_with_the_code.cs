using System.Diagnostics;
using ArchOpt.ServiceDefaults.Hosting;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.ServiceDefaults.Messaging;
using ArchOpt.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using YamlDotNet.RepresentationModel;

namespace ArchOpt.Operations.Tests.Deployment;

public sealed class compose_agrees_with_the_code
{
    private static readonly string[] Ours = ["proposal", "analysis", "evaluation"];

    [Fact]
    public void images_are_those_that_the_build_makes_and_those_of_the_apphost()
    {
        foreach (var service in Ours) ComposeFile.Image(service).ShouldBe(Settings.Image(service));
        foreach (var service in new[] { "prometheus", "grafana" }) ComposeFile.Image(service).ShouldBe(Settings.AppHostImage(service));
    }

    [Fact]
    public void a_worker_reads_its_settings_and_has_time_to_leave()
    {
        var options = Settings.Evaluation(ComposeFile.Environment("evaluation"));
        options.Slots.ShouldBe(1);
        options.WorkDirectory.ShouldStartWith("/home/app/"); // the volume
        ComposeFile.StopGracePeriod("evaluation").ShouldBeGreaterThan(options.ShutdownTime);
        foreach (var service in Ours) ComposeFile.StopGracePeriod(service).ShouldBeGreaterThan(TimeSpan.FromSeconds(12), service);
    }

    [Fact]
    public void each_service_has_the_secrets_it_reads_and_no_others()
    {
        string[] all = [SecretFile(MessagingExtensions.ConnectionName), SecretFile(StudyStoreRegistration.ConnectionName), "ApiKeys__0"];
        ComposeFile.Secrets("proposal").Select(secret => secret.File).ShouldBe(all, ignoreOrder: true);
        ComposeFile.Secrets("analysis").Select(secret => secret.File).ShouldBe(all, ignoreOrder: true);
        ComposeFile.Secrets("evaluation").Select(secret => secret.File).ShouldBe([SecretFile(MessagingExtensions.ConnectionName)]);
        foreach (var service in Ours)
        {
            ComposeFile.Secrets(service).ShouldContain((SecretFile(MessagingExtensions.ConnectionName), $"{service}-messaging"));
            ComposeFile.Environment(service).Keys.ShouldNotContain(SecretFiles.DirectoryKey); // they are where services look unasked
        }

        SecretFiles.DefaultDirectory.ShouldBe("/run/secrets");
        static string SecretFile(string connection) => $"ConnectionStrings__{connection}";
    }

    [Fact]
    public async Task every_secret_is_made_and_every_one_that_is_made_is_used()
    {
        var made = await Settings.MakeSecretsAsync(TestContext.Current.CancellationToken);
        var declared = ComposeFile.Root.Entries("secrets").ToDictionary(entry => entry.Key, entry => entry.Value.Text("file")!.Split('/')[^1]);
        declared.Values.ShouldBeSubsetOf(made.Keys);
        foreach (var (service, _) in ComposeFile.Services) ComposeFile.Secrets(service).Select(secret => secret.Secret).ShouldBeSubsetOf(declared.Keys, service);
        made.Keys.Except(declared.Values).ShouldBe(["keda-messaging", "rabbitmq-operator-password", "api-key"], ignoreOrder: true, "those are for Kubernetes and for people");

        foreach (var user in Ours) BrokerAddress.From(made[$"{user}-messaging"])!.ToString().ShouldBe($"amqp://messaging:5672/ as {user}");
        var keys = new ApiKeys(Settings.Configuration(new Dictionary<string, string> { ["ApiKeys__0"] = made["ApiKeys__0"] }));
        keys.Accepts(made["api-key"]).ShouldBeTrue();
    }

    [Fact]
    public void only_what_people_look_at_is_published_and_on_loopback()
    {
        var published = ComposeFile.Services.SelectMany(service => ComposeFile.Ports(service.Name), (service, port) => (service.Name, port));
        published.ShouldBe([("proposal", $"127.0.0.1:5080:{Settings.Port}"), ("analysis", $"127.0.0.1:5081:{Settings.Port}"), ("grafana", "127.0.0.1:3000:3000")]);
    }

    [Fact]
    public void services_find_each_other_by_their_names()
    {
        ComposeFile.Environment("analysis")["services__proposal__http__0"].ShouldBe($"http://proposal:{Settings.Port}");
        ComposeFile.Environment("proposal")["services__analysis__http__0"].ShouldBe("http://127.0.0.1:5081");
        ComposeFile.Environment("grafana")["PROMETHEUS_URL"].ShouldBe("http://prometheus:9090");
    }

    [Fact]
    public void figures_are_where_prometheus_looks_and_a_worker_needs_no_key()
    {
        foreach (var service in Ours) ComposeFile.Environment(service)["Metrics__Urls"].ShouldBe($"http://*:{Settings.MetricsPort}", service);
        foreach (var environment in new[] { ComposeFile.Environment("evaluation"), Manifest.Of("Deployment", "evaluation").Environment })
        {
            var listening = Settings.Configuration(new Dictionary<string, string> { ["urls"] = environment["ASPNETCORE_URLS"] });
            ListeningRule.IsConfigured(listening).ShouldBeTrue();
            Should.NotThrow(() => ListeningRule.Check(listening, new ApiKeys(listening)));
        }
    }

    [Fact]
    public void everything_has_a_health_check_and_comes_back_and_ours_can_write_nowhere_else()
    {
        foreach (var (name, service) in ComposeFile.Services)
        {
            service.Text("restart").ShouldBe("unless-stopped", name);
            service.Items("healthcheck", "test").ShouldNotBeEmpty(name);
            service.At("networks").ShouldNotBeNull(name);
        }

        foreach (var name in Ours)
        {
            var service = ComposeFile.Service(name);
            service.Text("read_only").ShouldBe("true", name);
            service.Items("cap_drop").Select(item => item.ToString()).ShouldBe(["ALL"], name);
        }

        ComposeFile.Service("evaluation").Items("networks").Select(item => item.ToString()).ShouldNotContain("store");
    }

    [Fact]
    public async Task the_probe_tells_a_healthy_service_from_a_sick_one_and_from_none()
    {
        var token = TestContext.Current.CancellationToken;
        var healthy = true;
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet("/health", () => healthy ? Microsoft.AspNetCore.Http.Results.Text("Healthy") : Microsoft.AspNetCore.Http.Results.StatusCode(503));
        await app.StartAsync(token);
        var port = new Uri(app.Urls.Single()).Port;
        (await ProbeAsync(port)).ShouldBe(0);
        healthy = false;
        (await ProbeAsync(port)).ShouldNotBe(0);
        await app.StopAsync(token);
        (await ProbeAsync(port)).ShouldNotBe(0);

        async Task<int> ProbeAsync(int at)
        {
            string[] test = [.. ComposeFile.Service("proposal").Items("healthcheck", "test").Select(item => ((YamlScalarNode)item).Value!)];
            test[0].ShouldBe("CMD");
            var command = test[3].Replace("$$", "$", StringComparison.Ordinal);
            command.ShouldContain($"/127.0.0.1/{Settings.Port} ");
            using var probe = Process.Start(new ProcessStartInfo(test[1], [test[2], command.Replace($"/{Settings.Port} ", $"/{at} ", StringComparison.Ordinal)]) { UseShellExecute = false, RedirectStandardError = true })!;
            await probe.WaitForExitAsync(token);
            return probe.ExitCode;
        }
    }

    [Fact]
    public void every_variable_is_explained_and_every_one_that_is_explained_exists()
    {
        var explained = File.ReadLines(Testing.Repository.PathOf("infra/compose/.env.example"))
            .Select(line => line.TrimStart('#').Split('=')).Where(parts => parts.Length > 1 && parts[0].All(c => char.IsAsciiLetterUpper(c) || c == '_')).Select(parts => parts[0]);
        explained.ShouldBe(ComposeFile.Variables, ignoreOrder: true);
    }

    [Fact]
    public void what_it_mounts_from_the_repository_is_there()
    {
        var mounted = ComposeFile.Services.SelectMany(service => service.Service.Items("volumes")).Select(volume => ((YamlScalarNode)volume).Value!.Split(':')[0]).ToArray();
        foreach (var path in mounted.Where(path => path.StartsWith('.')))
            Path.Exists(Path.Combine(Testing.Repository.PathOf(ComposeFile.Folder), path)).ShouldBeTrue(path);
        mounted.Where(path => !path.StartsWith('.')).ShouldBe(ComposeFile.Root.Entries("volumes").Select(volume => volume.Key), ignoreOrder: true);
    }
}
