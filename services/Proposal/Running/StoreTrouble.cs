using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ArchOpt.Proposal.Running;

/// <summary>Whether the store fails at the moment; makes the service unhealthy for as long as it does, and counts how often it did.</summary>
internal sealed class StoreTrouble(ProposalMetrics metrics) : IHealthCheck
{
    private volatile Exception? current;

    public void Began(Exception cause)
    {
        current = cause;
        metrics.StoreFailed();
    }

    public void Over() => current = null;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(current is { } cause ? HealthCheckResult.Unhealthy(cause.Message) : HealthCheckResult.Healthy());
}
