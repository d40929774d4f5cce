using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace ArchOpt.Storage;

/// <summary>Opens the store once, before any other hosted service starts.</summary>
internal sealed class StoreOpening(IStudyStore store) : IHostedLifecycleService
{
    private readonly Lock gate = new();
    private Task? opened;

    public Task OpenAsync(CancellationToken cancellationToken)
    {
        lock (gate) return opened ??= store.OpenAsync(cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => OpenAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Healthy while the store answers.</summary>
internal sealed class StoreHealth(IStudyStore store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await store.FindStudyByIdAsync("", cancellationToken); // an exception is reported as unhealthy, with its message
        return HealthCheckResult.Healthy();
    }
}
