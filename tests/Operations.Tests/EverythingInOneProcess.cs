using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net.Http.Json;
using System.Text;
using ArchOpt.Contracts.Http;
using ArchOpt.Evaluation;
using ArchOpt.Evaluation.Evaluators;
using ArchOpt.Proposal;
using ArchOpt.ServiceDefaults;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.ServiceDefaults.Messaging;
using ArchOpt.Studies.Trials;
using ArchOpt.Testing;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ArchOpt.Operations.Tests;

/// <summary>Proposal and a worker on a real Kestrel and a real Sqlite store, over the transport that is given.</summary>
internal sealed class EverythingInOneProcess : IAsyncDisposable
{
    private readonly DirectoryInfo home = Directory.CreateTempSubdirectory("archopt-operations-");
    private readonly ScopedLog log = new();
    private WebApplication? app;

    private EverythingInOneProcess()
    {
    }

    public HttpClient Client { get; private set; } = null!;

    public IBus Bus => app!.Services.GetRequiredService<IBus>();

    /// <summary>What was logged at Warning and above, with the scopes it was logged in.</summary>
    public IEnumerable<(string Message, ImmutableDictionary<string, object?> Scope)> Warnings => log.Lines;

    /// <param name="broker">The connection string of a RabbitMQ; null for the in-memory transport.</param>
    /// <param name="evaluators">What the worker has besides the built-in evaluators.</param>
    public static async Task<EverythingInOneProcess> StartAsync(string? broker = null, params IEnumerable<IEvaluator> evaluators)
    {
        var host = new EverythingInOneProcess();
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(
        [
            new("ConnectionStrings:archopt", "sqlite:" + host.home.FullName),
            new("ConnectionStrings:messaging", broker),
            new("Proposal:WarmUp", "00:00:00"),
            new("Evaluation:Worker", "worker-1"),
            new("Evaluation:Heartbeat", "00:00:01"),
            new("Evaluation:WorkDirectory", Path.Combine(host.home.FullName, "work")),
        ]);
        builder.Logging.ClearProviders().AddProvider(host.log);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddServiceDefaults();
        builder.AddProposal();
        builder.AddEvaluation(evaluators);
        builder.AddMessaging();
        builder.Services.Configure<MassTransitHostOptions>(static options => options.WaitUntilStarted = true);
        host.app = builder.Build();
        LogContext.ConfigureCurrentLogContext(host.app.Services.GetRequiredService<ILoggerFactory>());
        host.app.MapServiceDefaults();
        host.app.MapProposal();
        await host.app.StartAsync();
        host.Client = new HttpClient { BaseAddress = new Uri(host.app.Urls.Single()), Timeout = TimeSpan.FromSeconds(30) };
        return host;
    }

    /// <summary>Starts a study and waits until it has ended.</summary>
    public async Task<StudyView> RunAsync(string name, string file, CancellationToken cancellationToken)
    {
        using var created = await Client.PostAsync(new Uri("/studies", UriKind.Relative), new StringContent(file, Encoding.UTF8, "application/yaml"), cancellationToken);
        created.IsSuccessStatusCode.ShouldBeTrue(await created.Content.ReadAsStringAsync(cancellationToken));
        StudyView? study = null;
        await Eventually.TrueAsync(
            async () => (study = await Client.GetFromJsonAsync<StudyView>($"/studies/{name}", JsonDefaults.Options, cancellationToken))!.Status != StudyStatus.Running,
            TimeSpan.FromSeconds(60), $"the study {name} ends", cancellationToken);
        return study!;
    }

    public Task<string> MetricsAsync(CancellationToken cancellationToken) => Client.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        home.Delete(recursive: true);
    }

    private sealed class ScopedLog : ILoggerProvider, ISupportExternalScope
    {
        private IExternalScopeProvider scopes = new LoggerExternalScopeProvider();

        public ConcurrentQueue<(string Message, ImmutableDictionary<string, object?> Scope)> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => new Logger(this);

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

        public void Dispose()
        {
        }

        private sealed class Logger(ScopedLog log) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => log.scopes.Push(state);

            public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                if (!IsEnabled(logLevel)) return;
                var scope = ImmutableDictionary.CreateBuilder<string, object?>();
                log.scopes.ForEachScope(
                    static (value, all) =>
                    {
                        if (value is IEnumerable<KeyValuePair<string, object?>> pairs)
                            foreach (var (key, part) in pairs) all[key] = part;
                    },
                    scope);
                log.Lines.Enqueue((formatter(state, exception), scope.ToImmutable()));
            }
        }
    }
}
