using ArchOpt.ServiceDefaults.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ArchOpt.ServiceDefaults.Hosting;

/// <summary>
/// OpenTelemetry over OTLP, when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names a collector. The providers are built by a
/// hosted service, because the hosting package of OpenTelemetry is not on every feed that we build from.
/// </summary>
internal static class Telemetry
{
    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        if (!string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            builder.Services.AddHostedService<Exporting>();
    }

    private sealed class Exporting : IHostedService, IDisposable
    {
        private MeterProvider? meters;
        private TracerProvider? tracers;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            var resource = ResourceBuilder.CreateDefault().AddEnvironmentVariableDetector().AddTelemetrySdk();
            meters = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource)
                .AddMeter(MetricsEndpoint.Meters)
                .AddOtlpExporter().Build();
            tracers = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource)
                .AddSource("ArchOpt.*", "MassTransit", "Microsoft.AspNetCore")
                .AddOtlpExporter().Build();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            meters?.ForceFlush(2_000);
            tracers?.ForceFlush(2_000);
            return Task.CompletedTask;
        }

        public void Dispose()
        {
            meters?.Dispose();
            tracers?.Dispose();
        }
    }
}
