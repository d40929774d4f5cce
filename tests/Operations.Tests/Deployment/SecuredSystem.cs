using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using ArchOpt.Contracts.Http;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.ServiceDefaults.Messaging;
using ArchOpt.Testing;
using ArchOpt.Testing.Cluster;
using RabbitMQ.Client;

namespace ArchOpt.Operations.Tests.Deployment;

/// <summary>
/// The three services as processes that are deployed as infra has it: secrets in files that infra/make-secrets.sh made, a user of
/// its own for each at a broker that knows infra/rabbitmq/definitions.json, encrypted connections to it, an API key.
/// </summary>
internal sealed class SecuredSystem : IAsyncDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("archopt-secured-").FullName;
    private readonly (string Authority, string Certificate, string Key) tls;
    private readonly HttpClient http;

    private SecuredSystem()
    {
        tls = PrivateAuthority.Write(directory);
        var address = $"http://127.0.0.1:{Ports.Free()}";
        http = new HttpClient { BaseAddress = new Uri(address), Timeout = TimeSpan.FromSeconds(60) };
        ProposalAddress = address;
    }

    public RabbitMqNode Broker { get; private set; } = null!;

    public ServiceProcess Proposal { get; private set; } = null!;

    public ServiceProcess Analysis { get; private set; } = null!;

    public ServiceProcess[] Workers { get; private set; } = [];

    public string AnalysisAddress { get; } = $"http://127.0.0.1:{Ports.Free()}";

    public string Key => Secret("api-key");

    /// <summary>What all services have written.</summary>
    public string Log => string.Concat(((IEnumerable<ServiceProcess>)[Proposal, Analysis, .. Workers]).Select(service => $"--- {service.Name}\n{service.Log}"));

    private string ProposalAddress { get; }

    public static async Task<SecuredSystem> StartAsync(CancellationToken cancellationToken)
    {
        var system = new SecuredSystem();
        await system.MakeSecretsAsync(cancellationToken);
        system.Broker = await RabbitMqNode.StartAsync(
            new()
            {
                Definitions = Path.Combine(system.directory, "secrets", "rabbitmq-definitions.json"),
                User = "operator",
                Password = system.Secret("rabbitmq-operator-password"),
                Tls = system.tls,
            },
            cancellationToken);
        system.Proposal = system.Service("proposal", "proposal", "Proposal", new() { ["ASPNETCORE_URLS"] = system.ProposalAddress, ["Proposal__Lease"] = "00:00:05", ["Proposal__ReaperInterval"] = "00:00:01" });
        system.Analysis = system.Service("analysis", "analysis", "Analysis", new() { ["ASPNETCORE_URLS"] = system.AnalysisAddress, ["services__proposal__http__0"] = system.ProposalAddress });
        system.Workers = [.. Enumerable.Range(1, 2).Select(i => system.Service($"worker-{i}", "evaluation", "Evaluation", new()
        {
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["Evaluation__Worker"] = $"worker-{i}",
            ["Evaluation__Slots"] = "2",
            ["Evaluation__Heartbeat"] = "00:00:01",
        }))];
        foreach (var service in (IEnumerable<ServiceProcess>)[system.Proposal, system.Analysis, .. system.Workers]) service.Start();
        system.http.DefaultRequestHeaders.Add("X-Api-Key", system.Key);
        foreach (var address in new[] { system.ProposalAddress, system.AnalysisAddress })
        {
            await Eventually.TrueAsync(async () => await system.IsHealthyAsync(address, cancellationToken), TimeSpan.FromSeconds(90), $"{address} is healthy\n{system.Log}", cancellationToken);
        }

        return system;
    }

    /// <summary>A worker with the right password that does not trust the authority of the broker's certificate. It is the caller's to dispose.</summary>
    public ServiceProcess Distrustful() => Service("distrustful", "evaluation", "Evaluation", new() { ["ASPNETCORE_URLS"] = "http://127.0.0.1:0" }, trusts: false);

    /// <summary>A connection as a service's user, on the port that is not encrypted.</summary>
    public Task<IConnection> ConnectAsync(string user, CancellationToken cancellationToken) => BrokerAddress
        .From(Secret($"{user}-messaging").Replace("messaging:5672", new Uri(Broker.ConnectionString).Authority, StringComparison.Ordinal))!
        .CreateFactory("intruder").CreateConnectionAsync(cancellationToken);

    public Task<T?> GetAsync<T>(string path, CancellationToken cancellationToken) => http.GetFromJsonAsync<T>(path, JsonDefaults.Options, cancellationToken);

    public async Task PostAsync(string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), content, cancellationToken);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    public Task StartStudyAsync(string file, CancellationToken cancellationToken) => PostAsync("/studies", new StringContent(file, Encoding.UTF8, "application/yaml"), cancellationToken);

    public async Task<StudyView> UntilAsync(string study, Func<StudyView, bool> condition, string what, CancellationToken cancellationToken)
    {
        StudyView? view = null;
        try
        {
            await Eventually.TrueAsync(async () => condition(view = (await GetAsync<StudyView>($"/studies/{study}", cancellationToken))!), TimeSpan.FromSeconds(120), what, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message}\n{view}\n{Log}\n{Broker.Log}", e);
        }

        return view!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in Workers) await worker.DisposeAsync();
        if (Analysis is not null) await Analysis.DisposeAsync();
        if (Proposal is not null) await Proposal.DisposeAsync();
        if (Broker is not null) await Broker.DisposeAsync();
        http.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    private async Task<bool> IsHealthyAsync(string address, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri($"{address}/health"), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // it does not listen yet
        }
    }

    /// <summary>A service that knows of its secrets what Compose and Kubernetes would mount.</summary>
    private ServiceProcess Service(string name, string user, string project, Dictionary<string, string> settings, bool trusts = true)
    {
        var secrets = Directory.CreateDirectory(Path.Combine(directory, $"{user}-secrets")).FullName;
        File.WriteAllText(Path.Combine(secrets, "ConnectionStrings__messaging"), Messaging(user));
        if (user != "evaluation")
        {
            File.WriteAllText(Path.Combine(secrets, "ApiKeys__0"), Secret("ApiKeys__0"));
            File.WriteAllText(Path.Combine(secrets, "ConnectionStrings__archopt"), $"sqlite:{Path.Combine(directory, "store")}");
        }

        settings["SECRETS_DIRECTORY"] = secrets;
        if (trusts) settings["SSL_CERT_FILE"] = tls.Authority;
        settings["Logging__LogLevel__Default"] = "Information";
        settings["Logging__LogLevel__Microsoft"] = "Warning";
        return new(name, $"services/{project}", $"ArchOpt.{project}", directory, settings);
    }

    /// <summary>The connection string of a service's user, over the broker's encrypted port.</summary>
    private string Messaging(string user) => Secret($"{user}-messaging")
        .Replace("amqp://", "amqps://", StringComparison.Ordinal).Replace("messaging:5672", $"localhost:{Broker.TlsPort}", StringComparison.Ordinal);

    private string Secret(string name) => File.ReadAllText(Path.Combine(directory, "secrets", name));

    private async Task MakeSecretsAsync(CancellationToken cancellationToken)
    {
        using var script = Process.Start(new ProcessStartInfo(Repository.PathOf("infra/make-secrets.sh"), [Path.Combine(directory, "secrets")]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        await script.WaitForExitAsync(cancellationToken);
        script.ExitCode.ShouldBe(0);
    }
}
