using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ArchOpt.Storage;

/// <summary>The store of a process: one, shared by whichever modules ask for it, open before anything else starts.</summary>
public static class StudyStoreRegistration
{
    /// <summary>The exit code of a process whose store cannot be used.</summary>
    public const int UnusableExitCode = 2;

    /// <summary>The name of the connection string: <c>sqlite:DIRECTORY</c>, for example.</summary>
    public const string ConnectionName = "archopt";

    /// <summary>Registers <see cref="IStudyStore"/>, its opening and its health check; a second call changes nothing.</summary>
    public static IHostApplicationBuilder AddStudyStore(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Services.Any(service => service.ServiceType == typeof(StoreOpening))) return builder;
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(services => StudyStores.Create(
            ConnectionString(services.GetRequiredService<IConfiguration>()),
            services.GetRequiredService<TimeProvider>(),
            services.GetService<ILoggerFactory>()?.CreateLogger(typeof(IStudyStore))));
        builder.Services.AddSingleton<StoreOpening>();
        builder.Services.AddHostedService(services => services.GetRequiredService<StoreOpening>());
        builder.Services.AddHealthChecks().AddCheck<StoreHealth>("store");
        return builder;
    }

    /// <summary>
    /// Opens the store and runs the application to its end: 0. A store that cannot be used is one line on standard
    /// error and <see cref="UnusableExitCode"/>.
    /// </summary>
    public static async Task<int> RunOverStoreAsync(this IHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        try
        {
            await host.Services.GetRequiredService<StoreOpening>().OpenAsync(CancellationToken.None);
        }
        catch (StoreUnusableException e)
        {
            await Console.Error.WriteLineAsync(e.Message.ReplaceLineEndings(" "));
            return UnusableExitCode;
        }

        await host.RunAsync();
        return Environment.ExitCode;
    }

    private static string ConnectionString(IConfiguration configuration) => configuration.GetConnectionString(ConnectionName)
        ?? throw new StoreUnusableException($"ConnectionStrings:{ConnectionName}: must name the store, for example sqlite:.archopt (was not set).");
}
