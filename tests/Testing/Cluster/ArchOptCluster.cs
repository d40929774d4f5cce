using System.Collections.Immutable;
using System.Net.Http.Json;
using System.Text;
using ArchOpt.Contracts.Http;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Testing.Cluster;

/// <summary>
/// The real system: a RabbitMQ of its own, Proposal, Analysis and some workers as processes, a store in a folder of its
/// own. Everything is on loopback and gone when it is disposed.
/// </summary>
public sealed class ArchOptCluster : IAsyncDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("archopt-e2e-").FullName;
    private readonly HttpClient http;

    private ArchOptCluster(RabbitMqNode broker, ClusterOptions options)
    {
        Broker = broker;
        var proposalUrl = $"http://127.0.0.1:{Ports.Free()}";
        var analysisUrl = $"http://127.0.0.1:{Ports.Free()}";
        http = new HttpClient { BaseAddress = new Uri(proposalUrl), Timeout = TimeSpan.FromSeconds(30) };
        Proposal = NewProposal("proposal", proposalUrl);
        if (options.SecondProposal) SecondProposal = NewProposal("proposal-2", $"http://127.0.0.1:{Ports.Free()}");
        Analysis = new ServiceProcess("analysis", "services/Analysis", "ArchOpt.Analysis", directory, Environment(new()
        {
            ["ASPNETCORE_URLS"] = analysisUrl,
            ["services__proposal__http__0"] = proposalUrl,
        }));
        Workers =
        [
            .. Enumerable.Range(1, options.Workers).Select(i => new ServiceProcess($"evaluation-{i}", "services/Evaluation", "ArchOpt.Evaluation", directory, Environment(new()
            {
                ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{Ports.Free()}",
                ["Evaluation__Worker"] = $"worker-{i}",
                ["Evaluation__Slots"] = options.Slots.ToString(),
                ["Evaluation__Heartbeat"] = "00:00:01",
                ["Evaluation__WorkDirectory"] = WorkDirectory,
            }, options.WorkerEnvironment))),
        ];
        ProposalUrl = proposalUrl;
        AnalysisUrl = analysisUrl;

        ServiceProcess NewProposal(string name, string url) => new(name, "services/Proposal", "ArchOpt.Proposal", directory, Environment(new()
        {
            ["ASPNETCORE_URLS"] = url,
            ["services__analysis__http__0"] = analysisUrl,
            ["Proposal__Lease"] = options.Lease.ToString(),
            ["Proposal__ReaperInterval"] = "00:00:01",
            ["Proposal__WarmUp"] = "00:00:02",
        }));
    }

    public RabbitMqNode Broker { get; }

    public ServiceProcess Proposal { get; }

    /// <summary>Another Proposal on the same broker and store, when the options ask for it; requests go to the first.</summary>
    public ServiceProcess? SecondProposal { get; }

    public ServiceProcess Analysis { get; }

    public ImmutableArray<ServiceProcess> Workers { get; }

    public string ProposalUrl { get; }

    public string AnalysisUrl { get; }

    public string StoreDirectory => Path.Combine(directory, "store");

    /// <summary>Where the workers, as if on one shared file system, keep checkpoints and logs of trainings.</summary>
    public string WorkDirectory => Path.Combine(directory, "work");

    private IEnumerable<ServiceProcess> Services => SecondProposal is null ? [Proposal, Analysis, .. Workers] : [Proposal, SecondProposal, Analysis, .. Workers];

    public static async Task<ArchOptCluster> StartAsync(ClusterOptions options, CancellationToken cancellationToken)
    {
        var broker = await RabbitMqNode.StartAsync(new RabbitMqNodeOptions { ConsumerTimeout = options.ConsumerTimeout, Metrics = options.Metrics }, cancellationToken);
        var cluster = new ArchOptCluster(broker, options);
        cluster.StartServices();
        await cluster.ReadyAsync(cancellationToken);
        return cluster;
    }

    /// <summary>Starts whatever does not run.</summary>
    public void StartServices()
    {
        foreach (var service in Services.Where(s => !s.IsRunning)) service.Start();
    }

    /// <summary>SIGKILL to every service at once.</summary>
    public Task KillServicesAsync() => Task.WhenAll(Services.Select(s => s.KillAsync()));

    public Task ReadyAsync(CancellationToken cancellationToken) => Eventually.TrueAsync(
        async () => await TryAsync(() => http.GetAsync(new Uri("/health", UriKind.Relative), cancellationToken)) is { IsSuccessStatusCode: true },
        TimeSpan.FromSeconds(60),
        $"Proposal is healthy\n{Proposal.Log}",
        cancellationToken);

    /// <summary>Posts a study file, trying until Proposal answers.</summary>
    public async Task<StudyView> StartStudyAsync(string file, CancellationToken cancellationToken)
    {
        HttpResponseMessage? response = null;
        await Eventually.TrueAsync(
            async () => (response = await TryAsync(() => http.PostAsync(
                new Uri("/studies", UriKind.Relative), new StringContent(file, Encoding.UTF8, "application/yaml"), cancellationToken))) is not null,
            TimeSpan.FromSeconds(30),
            "Proposal takes the study",
            cancellationToken);
        var text = await response!.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException(text);
        return await response.Content.ReadFromJsonAsync<StudyView>(JsonDefaults.Options, cancellationToken) ?? throw new InvalidOperationException(text);
    }

    /// <summary>GET, trying until Proposal answers.</summary>
    public async Task<T> GetAsync<T>(string path, CancellationToken cancellationToken)
        where T : class
    {
        T? answer = null;
        await Eventually.TrueAsync(
            async () => (answer = await TryAsync(() => http.GetFromJsonAsync<T>(path, JsonDefaults.Options, cancellationToken))) is not null,
            TimeSpan.FromSeconds(60),
            $"Proposal answers {path}",
            cancellationToken);
        return answer!;
    }

    /// <summary>POST without a body.</summary>
    public async Task PostAsync(string path, CancellationToken cancellationToken) =>
        (await http.PostAsync(new Uri(path, UriKind.Relative), null, cancellationToken)).EnsureSuccessStatusCode();

    /// <summary>POST, once: null when Proposal does not answer, as when it is killed.</summary>
    /// <exception cref="InvalidOperationException">It answers with a refusal.</exception>
    public async Task<T?> TryPostAsync<T>(string path, object body, CancellationToken cancellationToken)
        where T : class => await TryAsync(async () =>
    {
        using var content = JsonContent.Create(body, options: JsonDefaults.Options);
        using var response = await http.PostAsync(new Uri(path, UriKind.Relative), content, cancellationToken);
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException(await response.Content.ReadAsStringAsync(cancellationToken));
        return await response.Content.ReadFromJsonAsync<T>(JsonDefaults.Options, cancellationToken);
    });

    public Task<StudyView> StudyAsync(string name, CancellationToken cancellationToken) => GetAsync<StudyView>($"/studies/{name}", cancellationToken);

    public async Task<StudyView> EndedAsync(string name, TimeSpan deadline, CancellationToken cancellationToken)
    {
        StudyView? study = null;
        try
        {
            await Eventually.TrueAsync(
                async () => (study = await SupervisedAsync(name, cancellationToken)).Status is StudyStatus.Completed or StudyStatus.Failed or StudyStatus.Cancelled,
                deadline,
                $"the study {name} ends",
                cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message}\n{study}\n{Tail(Proposal)}\n{string.Join("\n", Workers.Select(Tail))}", e);
        }

        return study!;
    }

    /// <summary>Starts again whatever ended, as AppHost and Kubernetes do, and looks at the study.</summary>
    private Task<StudyView> SupervisedAsync(string name, CancellationToken cancellationToken)
    {
        StartServices();
        return StudyAsync(name, cancellationToken);
    }

    public async Task<ImmutableArray<TrialView>> TrialsAsync(string name, CancellationToken cancellationToken)
    {
        var all = ImmutableArray.CreateBuilder<TrialView>();
        long? after = -1;
        while (after is not null)
        {
            var page = await GetAsync<TrialPage>($"/studies/{name}/trials?limit=1000&after={after}", cancellationToken);
            all.AddRange(page.Trials);
            after = page.Next;
        }

        return all.ToImmutable();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in Services) await service.DisposeAsync();
        await Broker.DisposeAsync();
        http.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    private static string Tail(ServiceProcess service) => $"--- {service.Name}\n{string.Join('\n', service.Log.Split('\n').TakeLast(40))}";

    private static async Task<T?> TryAsync<T>(Func<Task<T>> call)
        where T : class?
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException { InnerException: TimeoutException })
        {
            return null; // the service is being killed or started: whoever asked tries again
        }
    }

    private Dictionary<string, string> Environment(Dictionary<string, string> own, IEnumerable<KeyValuePair<string, string>>? more = null) => new(own.Concat(more ?? []))
    {
        ["ConnectionStrings__messaging"] = Broker.ConnectionString,
        ["ConnectionStrings__archopt"] = $"sqlite:{StoreDirectory}",
        ["DOTNET_GCgen0size"] = "2000000", // as AppHost starts the services
        ["Logging__LogLevel__Default"] = "Information",
        ["Logging__LogLevel__Microsoft"] = "Warning",
    };
}

/// <summary>What a test may want of its cluster.</summary>
public sealed record ClusterOptions
{
    public int Workers { get; init; } = 2;

    public int Slots { get; init; } = 4;

    public bool SecondProposal { get; init; }

    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan? ConsumerTimeout { get; init; }

    /// <summary>The broker has its exporter for Prometheus.</summary>
    public bool Metrics { get; init; }

    /// <summary>What every worker is configured with besides: the commands it may run.</summary>
    public ImmutableDictionary<string, string> WorkerEnvironment { get; init; } = ImmutableDictionary<string, string>.Empty;
}
