using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace ArchOpt.ServiceDefaults.Metrics;

/// <summary>
/// GET /metrics: everything that this process counts, collected when it is asked for. What happened is aggregated by
/// OpenTelemetry and written by <see cref="EventMetrics"/>, which each stack has its own of; what is asked of the store and
/// the searches is written by <see cref="ObservedText"/>.
/// </summary>
internal sealed class MetricsEndpoint : IDisposable
{
    public const string Route = "/metrics";

    /// <summary>The meters that are worth a scrape; MassTransit and the runtime bring their own.</summary>
    public static readonly string[] Meters =
        ["ArchOpt.*", "MassTransit", "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"];

    private readonly Lock gate = new();
    private readonly MetricFamilies families = new();
    private readonly EventMetrics events;
    private readonly ObservedText observed;

    public MetricsEndpoint(IMeterFactory meters)
    {
        observed = new ObservedText(meters, families);
        events = new EventMetrics(Sdk.CreateMeterProviderBuilder().AddMeter(Meters)
            .AddView(instrument => ObservedText.Takes(instrument) ? MetricStreamConfiguration.Drop : null));
    }

    public void Dispose()
    {
        observed.Dispose();
        events.Dispose();
    }

    /// <summary>Maps the route. The provider is built now, not at the first scrape, so that nothing counted before is missed.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var metrics = routes.ServiceProvider.GetRequiredService<MetricsEndpoint>();
        metrics.events.Map(routes, metrics.Take);
    }

    /// <summary>What the observable instruments answer now, after whatever <paramref name="write"/> adds, in the Prometheus text format.</summary>
    private string Take(Action<MetricFamilies> write)
    {
        lock (gate)
        {
            write(families);
            observed.Collect();
            return families.Take();
        }
    }
}
