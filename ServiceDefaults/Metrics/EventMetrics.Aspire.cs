using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using OpenTelemetry.Metrics;

namespace ArchOpt.ServiceDefaults.Metrics;

/// <summary>The full stack's way from OpenTelemetry's aggregates to a scrape: OpenTelemetry's own exporter for Prometheus.</summary>
internal sealed class EventMetrics : IDisposable
{
    private readonly MeterProvider provider;

    /// <param name="builder">Knows the meters, and what of them not to take.</param>
    public EventMetrics(MeterProviderBuilder builder) => provider = builder.AddPrometheusExporter(options => options.ScopeInfoEnabled = false).Build();

    /// <param name="routes">The application.</param>
    /// <param name="take">Runs what adds families to a scrape, and gives the whole scrape.</param>
    public void Map(IEndpointRouteBuilder routes, Func<Action<MetricFamilies>, string> take) => routes
        .MapPrometheusScrapingEndpoint(
            MetricsEndpoint.Route,
            provider,
            branch => branch.Use(async (context, next) =>
            {
                // The plain text format can be appended to; OpenMetrics has an end mark, and what is compressed is closed.
                context.Request.Headers.Accept = "text/plain";
                context.Request.Headers.Remove(HeaderNames.AcceptEncoding);
                await next(context);
                if (context.Response.StatusCode != StatusCodes.Status200OK) return;
                if (!context.Response.HasStarted) context.Response.ContentType ??= PrometheusSyntax.ContentType;
                await context.Response.WriteAsync(take(_ => { }), context.RequestAborted);
            }),
            optionsName: null);

    public void Dispose() => provider.Dispose();
}
