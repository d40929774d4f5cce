using ArchOpt.ServiceDefaults.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ArchOpt.ServiceDefaults.Hosting;

/// <summary>
/// Structured logs with their scopes, and OpenTelemetry over OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names a collector.
/// The providers are built by a hosted service, because the hosting package of OpenTelemetry is not on every feed that we
/// build from.
/// </summary>
internal static class Telemetry
{
    /// <summary>
    /// Spans worth a trace. A trial's begins where Proposal sends it; MassTransit carries it in the message's headers to the
    /// worker and with the result back to Proposal, over either transport.
    /// </summary>
    public static readonly string[] Sources = ["ArchOpt.*", "MassTransit", "Microsoft.AspNetCore"];

    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        // Study and trial are in the scopes: whoever chooses the JSON console wants to search by them.
        if (builder.Configuration["Logging:Console:FormatterOptions:IncludeScopes"] is null)
            builder.Services.Configure<JsonConsoleFormatterOptions>(options => options.IncludeScopes = true);
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"])) return;
        builder.Services.AddHostedService<Exporting>();
        builder.Logging.AddOpenTelemetry(logs =>
        {
            logs.IncludeScopes = true;
            logs.IncludeFormattedMessage = true;
            logs.SetResourceBuilder(Resource()).AddOtlpExporter();
        });
    }

    private static ResourceBuilder Resource() => ResourceBuilder.CreateDefault().AddEnvironmentVariableDetector().AddTelemetrySdk();

    private sealed class Exporting : IHostedService, IDisposable
    {
        private MeterProvider? meters;
        private TracerProvider? tracers;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            meters = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(Resource())
                .AddMeter(MetricsEndpoint.Meters)
                .AddOtlpExporter().Build();
            tracers = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(Resource())
                .AddSource(Sources)
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
