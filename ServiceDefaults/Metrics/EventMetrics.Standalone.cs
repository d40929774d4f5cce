using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OpenTelemetry.Metrics;

namespace ArchOpt.ServiceDefaults.Metrics;

/// <summary>The standalone stack's way from OpenTelemetry's aggregates to a scrape: our own small exporter.</summary>
internal sealed class EventMetrics : IDisposable
{
    private readonly PrometheusText exporter = new();
    private readonly MeterProvider provider;

    /// <param name="builder">Knows the meters, and what of them not to take.</param>
    public EventMetrics(MeterProviderBuilder builder) =>
        provider = builder.AddReader(new BaseExportingMetricReader(exporter) { TemporalityPreference = MetricReaderTemporalityPreference.Cumulative }).Build();

    /// <param name="routes">The application.</param>
    /// <param name="take">Runs what adds families to a scrape, and gives the whole scrape.</param>
    public void Map(IEndpointRouteBuilder routes, Func<Action<MetricFamilies>, string> take) => routes
        .MapGet(MetricsEndpoint.Route, () => Results.Text(take(exporter.CollectInto), PrometheusSyntax.ContentType))
        .ExcludeFromDescription();

    public void Dispose()
    {
        provider.Dispose();
        exporter.Dispose();
    }
}
