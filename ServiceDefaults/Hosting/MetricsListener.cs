using System.Collections.Frozen;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace ArchOpt.ServiceDefaults.Hosting;

/// <summary>
/// Addresses that serve figures and health and nothing else, to whoever asks: <c>Metrics:Urls</c>, such as <c>http://*:9464</c>. A
/// Prometheus in a container or on another machine then needs no API key, and gets at no study. There are none unless configured.
/// </summary>
internal sealed class MetricsListener
{
    private const string Setting = "Metrics:Urls";
    private static readonly FrozenSet<string> Paths = FrozenSet.Create(StringComparer.Ordinal, "/metrics", "/health", "/alive");

    private readonly string[] urls;
    private readonly FrozenSet<int> ports;

    /// <exception cref="WrongConfigurationException">An address is none, names no port of its own, or the server's endpoints are configured in a way that leaves no place for it.</exception>
    public MetricsListener(IConfiguration configuration)
    {
        urls = ListeningRule.Split(configuration[Setting]);
        ports = urls.Select(Port).ToFrozenSet();
        if (urls.Length == 0) return;
        if (configuration.GetSection("Kestrel:Endpoints").GetChildren().Any())
            throw new WrongConfigurationException($"{Setting}: cannot stand beside Kestrel:Endpoints; name the service's own addresses in urls.");
        if (ListeningRule.Addresses(configuration).FirstOrDefault(address => ports.Contains(ListeningRule.Parse(address).Port)) is { } own)
            throw new WrongConfigurationException($"{Setting}: must have a port of its own (the service itself listens on {own}).");
    }

    /// <summary>Whether the request came in at one of these addresses.</summary>
    public bool Took(HttpContext context) => ports.Contains(context.Connection.LocalPort);

    /// <summary>Has the application listen there too.</summary>
    public void Listen(WebApplication app)
    {
        if (urls.Length == 0) return;
        // Addresses that are set here take the place of those that are configured, so those are repeated.
        foreach (var address in ListeningRule.Addresses(app.Configuration).Concat(urls)) app.Urls.Add(address);
    }

    /// <summary>Nothing but figures and health is there at these addresses.</summary>
    public Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        if (!Took(context) || (HttpMethods.IsGet(context.Request.Method) && Paths.Contains(context.Request.Path.Value ?? ""))) return next(context);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static int Port(string url) => ListeningRule.Parse(url, Setting) is { Port: > 0 and var port }
        ? port
        : throw new WrongConfigurationException($"{Setting}: must name a port, as http://*:9464 does (was {url}).");
}
