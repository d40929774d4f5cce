using ArchOpt.ServiceDefaults.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace ArchOpt.ServiceDefaults.Tests;

/// <summary>A service with nothing but the defaults and a few routes that fail in every way.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly WebApplication app;

    private Server(WebApplication app)
    {
        this.app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Client { get; }

    public static async Task<Server> StartAsync(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddServiceDefaults();
        var host = builder.Build();
        host.MapServiceDefaults();
        host.MapGet("/fine", () => "fine");
        host.MapGet("/invalid", string () => throw InputException.Invalid("limit", "must be >= 1 (was 0)"));
        host.MapGet("/missing", string () => throw InputException.NotFound("study", "x"));
        host.MapGet("/conflict", string () => throw InputException.Conflict("The name is taken."));
        host.MapGet("/broken", string () => throw new InvalidOperationException("the database password is swordfish"));
        host.MapPost("/body", (Body body) => body.Count);
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new(host);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }

    internal sealed record Body(int Count);
}
