using System.Collections.Immutable;
using System.Net.Http.Json;
using System.Text;
using ArchOpt.Analysis;
using ArchOpt.Contracts.Http;
using ArchOpt.Evaluation;
using ArchOpt.Proposal;
using ArchOpt.ServiceDefaults;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.ServiceDefaults.Messaging;
using ArchOpt.Storage;
using ArchOpt.Studies.Trials;
using ArchOpt.Testing;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ArchOpt.Console.Tests.Systems;

/// <summary>Proposal, a worker and Analysis in this process, as <c>archopt serve</c> hosts them: a real Kestrel, a real store, the in-memory transport.</summary>
internal sealed class RunningSystem : IAsyncDisposable
{
    private readonly DirectoryInfo home = Directory.CreateTempSubdirectory("archopt-console-");
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private WebApplication? app;

    private RunningSystem()
    {
    }

    /// <summary>Where it listens; the same after a restart.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    private string Data => "sqlite:" + Path.Combine(home.FullName, "store");

    /// <param name="furnish">What is in the store before anything runs; null for an empty one.</param>
    public static async Task<RunningSystem> StartAsync(Func<IStudyStore, Task>? furnish = null)
    {
        var system = new RunningSystem();
        if (furnish is not null)
        {
            await using var store = await StudyStores.OpenAsync(system.Data, TimeProvider.System, null, CancellationToken.None);
            await furnish(store);
        }

        await system.StartAgainAsync();
        system.http.BaseAddress = system.Address;
        return system;
    }

    /// <summary>The process is gone, as far as a browser can tell.</summary>
    public async Task StopAsync()
    {
        if (app is null) return;
        await app.StopAsync();
        await app.DisposeAsync();
        app = null;
    }

    /// <summary>On the same port and the same data.</summary>
    public async Task StartAgainAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(
        [
            new("ConnectionStrings:archopt", Data),
            new("Proposal:WarmUp", "00:00:00"),
            new("Evaluation:Worker", "worker-1"),
            new("Evaluation:Slots", "4"),
            new("Evaluation:Heartbeat", "00:00:00.5"),
            new("Evaluation:Grace", "00:00:00"),
            new("Evaluation:WorkDirectory", Path.Combine(home.FullName, "work")),
        ]);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Address.AbsoluteUri);
        builder.AddServiceDefaults();
        builder.AddProposal();
        builder.AddEvaluation();
        builder.AddAnalysis();
        builder.AddMessaging();
        builder.Services.Configure<MassTransitHostOptions>(static options => options.WaitUntilStarted = true);
        app = builder.Build();
        LogContext.ConfigureCurrentLogContext(app.Services.GetRequiredService<ILoggerFactory>());
        app.MapServiceDefaults();
        app.MapProposal();
        app.MapEvaluation();
        app.MapAnalysis();
        await app.StartAsync();
        Address = new(app.Urls.Single());
    }

    /// <summary>Posts a study file.</summary>
    public async Task StartStudyAsync(string file, CancellationToken cancellationToken)
    {
        using var content = new StringContent(file, Encoding.UTF8, "application/yaml");
        await SendAsync<StudyView>("studies", content, cancellationToken);
    }

    /// <summary>Takes trials of a study that is driven by ask and tell.</summary>
    public Task<ImmutableArray<AskedTrial>> AskAsync(string study, int count, CancellationToken cancellationToken) =>
        PostAsync<ImmutableArray<AskedTrial>>($"studies/{study}/ask", new { count }, cancellationToken);

    /// <summary>Takes one trial and tells its value.</summary>
    public async Task<long> ObserveAsync(string study, double value, CancellationToken cancellationToken)
    {
        var number = (await AskAsync(study, 1, cancellationToken))[0].Number;
        await TellAsync(study, number, new { value, metrics = new { qps = 1_000 } }, cancellationToken);
        return number;
    }

    public Task<ToldTrial> TellAsync(string study, long number, object result, CancellationToken cancellationToken) =>
        PostAsync<ToldTrial>($"studies/{study}/trials/{number}/tell", result, cancellationToken);

    public async Task<T> PostAsync<T>(string path, object body, CancellationToken cancellationToken)
    {
        using var content = JsonContent.Create(body, options: JsonDefaults.Options);
        return await SendAsync<T>(path, content, cancellationToken);
    }

    public async Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) =>
        (await http.GetFromJsonAsync<T>(path, JsonDefaults.Options, cancellationToken))!;

    /// <summary>An answer as it is.</summary>
    public Task<string> GetTextAsync(string path, CancellationToken cancellationToken) => http.GetStringAsync(new Uri(path, UriKind.Relative), cancellationToken);

    public Task<StudyView> StudyAsync(string name, CancellationToken cancellationToken) => GetAsync<StudyView>($"studies/{name}", cancellationToken);

    public Task WaitForAsync(string study, Func<StudyView, bool> condition, string what, CancellationToken cancellationToken) => Eventually.TrueAsync(
        async () => condition(await StudyAsync(study, cancellationToken)), TimeSpan.FromSeconds(60), $"{study} {what}", cancellationToken);

    public Task WaitForEndAsync(string study, CancellationToken cancellationToken) =>
        WaitForAsync(study, static view => view.Status is not (StudyStatus.Running or StudyStatus.Paused), "ends", cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        http.Dispose();
        home.Delete(recursive: true);
    }

    private async Task<T> SendAsync<T>(string path, HttpContent content, CancellationToken cancellationToken)
    {
        using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), content, cancellationToken);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(cancellationToken));
        return (await answer.Content.ReadFromJsonAsync<T>(JsonDefaults.Options, cancellationToken))!;
    }
}
