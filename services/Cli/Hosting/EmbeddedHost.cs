using System.Collections.Immutable;
using ArchOpt.Evaluation;
using ArchOpt.ServiceDefaults;
using ArchOpt.ServiceDefaults.Hosting;
using ArchOpt.ServiceDefaults.Messaging;
using ArchOpt.Storage;

namespace ArchOpt.Cli.Hosting;

/// <summary>
/// Proposal, Evaluation and Analysis in this process, on loopback: what <c>--embedded</c> and <c>serve</c> run. It is the
/// services' own code behind their own HTTP; only where they run differs.
/// </summary>
internal sealed class EmbeddedHost : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly DataDirectory directory;

    private EmbeddedHost(WebApplication application, DataDirectory directory)
    {
        this.application = application;
        this.directory = directory;
        Address = new(application.Urls.First());
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>The programs that are registered with the worker in this process; none where trials do not run here.</summary>
    public ImmutableArray<string> Programs => application.Services.GetService<EvaluationOptions>()?.Commands.Names ?? [];

    /// <summary>Cancelled when the host stops by itself: its supervisor is gone, or a service cannot go on.</summary>
    public CancellationToken Stopping => application.Lifetime.ApplicationStopping;

    /// <exception cref="CliException">The data directory is in use or not writable, or the port is in use.</exception>
    public static async Task<EmbeddedHost> StartAsync(HostingOptions options, CancellationToken cancellationToken)
    {
        var data = DataDirectory.Hold(options.Data, options.Supervised);
        WebApplication? app = null;
        try
        {
            app = Build(options, data);
            await app.StartAsync(cancellationToken);
            var host = new EmbeddedHost(app, data);
            data.Announce(host.Address);
            return host;
        }
        catch (Exception e)
        {
            if (app is not null) await app.DisposeAsync();
            data.Dispose();
            if (e is IOException && e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
                throw CliException.Wrong($"--port: {options.Port} is in use by another process.", e);
            if (e is WrongConfigurationException) throw CliException.Wrong(e.Message, e);
            throw;
        }
    }

    /// <summary>Stops in order: no new work, what runs is finished or handed back, the store is closed.</summary>
    public async ValueTask DisposeAsync()
    {
        await application.StopAsync();
        await application.DisposeAsync();
        directory.Dispose();
    }

    private static WebApplication Build(HostingOptions options, DataDirectory data)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        if (string.IsNullOrEmpty(builder.Configuration.GetConnectionString(StudyStoreRegistration.ConnectionName)))
            builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:" + StudyStoreRegistration.ConnectionName, data.StoreConnectionString)]);
        if (options.Evaluate) EvaluationSettings.Add(builder.Configuration, options.Commands, options.Data);
        builder.Logging.ClearProviders().AddProvider(new LineLoggerProvider(options.Log, options.Verbose));
        builder.Logging.SetMinimumLevel(options.Verbose ? LogLevel.Information : LogLevel.Warning); // modules know better which categories say less
        // Its warnings are about its own starting and stopping, and stand between a person and the line that matters.
        if (!options.Verbose) builder.Logging.AddFilter("MassTransit", LogLevel.Error);
        builder.WebHost.UseUrls($"http://127.0.0.1:{options.Port}");
        builder.AddServiceDefaults();
        Modules.Add(builder, options.Evaluate);
        builder.AddMessaging();
        builder.Services.AddSingleton<IHostLifetime, CallerLifetime>();
        var app = builder.Build();
        app.MapServiceDefaults();
        Modules.Map(app, options.Evaluate);
        return app;
    }

    /// <summary>Signals are the command's business: it decides when the host stops.</summary>
    private sealed class CallerLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
