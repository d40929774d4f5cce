using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace ArchOpt.ServiceDefaults.Metrics;

/// <summary>GET /metrics: everything that this process counts, collected when it is asked for.</summary>
internal sealed class MetricsEndpoint : IDisposable
{
    /// <summary>The meters that are worth a scrape; MassTransit and the runtime bring their own.</summary>
    public static readonly string[] Meters =
        ["ArchOpt.*", "MassTransit", "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"];

    private readonly Lock gate = new();
    private readonly MetricFamilies families = new();
    private readonly PrometheusText exporter;
    private readonly MeterProvider provider;
    private readonly ObservedText observed;

    public MetricsEndpoint(IMeterFactory meters)
    {
        exporter = new PrometheusText(families);
        observed = new ObservedText(meters, families);
        var reader = new BaseExportingMetricReader(exporter) { TemporalityPreference = MetricReaderTemporalityPreference.Cumulative };
        provider = Sdk.CreateMeterProviderBuilder().AddMeter(Meters)
            .AddView(instrument => ObservedText.Takes(instrument) ? MetricStreamConfiguration.Drop : null).AddReader(reader).Build();
    }

    /// <summary>The present figures in the Prometheus text format.</summary>
    public string Collect()
    {
        lock (gate)
        {
            exporter.Collect!(Timeout.Infinite);
            observed.Collect();
            return families.Take();
        }
    }

    public void Dispose()
    {
        observed.Dispose();
        provider.Dispose();
    }

    /// <summary>Maps the route. The provider is built now, not at the first scrape, so that nothing counted before is missed.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var metrics = routes.ServiceProvider.GetRequiredService<MetricsEndpoint>();
        routes.MapGet("/metrics", () => Results.Text(metrics.Collect(), PrometheusSyntax.ContentType)).ExcludeFromDescription();
    }
}
