using ArchOpt.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ArchOpt.Analysis;

/// <summary>Healthy while the store answers.</summary>
internal sealed class StoreHealth(IStudyStore store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await store.FindStudyByIdAsync("", cancellationToken); // an exception is reported as unhealthy, with its message
        return HealthCheckResult.Healthy();
    }
}
