using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ArchOpt.Storage.Registration;

/// <summary>Gives a host its store.</summary>
public static class StudyStoreRegistration
{
    /// <summary>
    /// Registers one <see cref="IStudyStore"/> for the process and opens it before any hosted service starts; a store
    /// that cannot be used stops the host from starting. Calling it again, from a second module in the same host, has
    /// no effect.
    /// </summary>
    /// <param name="connectionString">See <see cref="StudyStores"/>; checked when the host starts.</param>
    public static IServiceCollection AddStudyStore(this IServiceCollection services, string connectionString)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => StudyStores.Create(
            connectionString,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ILoggerFactory>()?.CreateLogger(typeof(IStudyStore))));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, OpenStudyStore>());
        return services;
    }

    private sealed class OpenStudyStore(IStudyStore store) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken) => store.OpenAsync(cancellationToken);

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
