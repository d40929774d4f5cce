using ArchOpt.ServiceDefaults.Hosting;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.ServiceDefaults.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace ArchOpt.ServiceDefaults;

/// <summary>What every ArchOpt process does the same way, whichever modules it hosts.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>JSON, problem details, OpenAPI, health, API keys, telemetry, a clock, and the end of the process when its supervisor is gone.</summary>
    public static IHostApplicationBuilder AddServiceDefaults(this IHostApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.ConfigureHttpJsonOptions(options => JsonDefaults.Apply(options.SerializerOptions));
        builder.Services.AddProblemDetails();
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true); // else a 400 that explains nothing
        builder.Services.AddExceptionHandler<ProblemExceptionHandler>();
        builder.Services.AddOpenApi();
        builder.Services.AddHealthChecks();
        builder.Services.AddSingleton<ApiKeys>();
        builder.Services.AddSingleton<MetricsListener>();
        builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<Supervision>(services, (Func<Stream>)Console.OpenStandardInput));
        builder.Services.AddSingleton<MetricsEndpoint>();
        builder.AddTelemetry();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(12));
        return builder;
    }

    /// <summary>Health, liveness, OpenAPI, errors as problem details, API keys. Call it before the modules' own routes.</summary>
    /// <exception cref="WrongConfigurationException">An API key's hash is none, or there is no key and the address is not loopback.</exception>
    public static WebApplication MapServiceDefaults(this WebApplication app)
    {
        ListeningRule.Check(app.Configuration, app.Services.GetRequiredService<ApiKeys>());
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.Use(app.Services.GetRequiredService<MetricsListener>().GuardAsync);
        app.UseMiddleware<ApiKeyMiddleware>();
        app.MapHealthChecks("/health");
        app.MapGet("/alive", () => "alive").ExcludeFromDescription();
        MetricsEndpoint.Map(app);
        app.MapOpenApi();
        return app;
    }
}
