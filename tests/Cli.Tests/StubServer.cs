using System.Collections.Concurrent;
using System.Text;
using ArchOpt.Contracts.Http;
using ArchOpt.ServiceDefaults.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ArchOpt.Cli.Tests;

/// <summary>A real HTTP server on a free port that answers what a test tells it to, and remembers what it was asked.</summary>
public sealed class StubServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, Func<HttpContext, Task>> answers = new(StringComparer.Ordinal);

    private StubServer(WebApplication app) => this.app = app;

    public string Url => app.Urls.Single();

    /// <summary>Method, path with query, and body of every request but the first probe.</summary>
    public ConcurrentQueue<(string Request, string Body)> Asked { get; } = new();

    /// <summary>The key that came with the last request.</summary>
    public string? ApiKey { get; private set; }

    public static async Task<StubServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var server = new StubServer(builder.Build());
        server.app.Urls.Add("http://127.0.0.1:0");
        server.app.Run(server.AnswerAsync);
        server.Json("GET /", new ProductView("ArchOpt", "0.1.0", null, false));
        await server.app.StartAsync();
        return server;
    }

    /// <summary>The answer to a request, with the query when it matters: <c>GET /studies/x</c>.</summary>
    public void Json<T>(string request, T body, int status = 200) => answers[request] = async context =>
    {
        context.Response.StatusCode = status;
        await context.Response.WriteAsJsonAsync(body, JsonDefaults.Options);
    };

    /// <summary>Different answers one after the other; the last one stays.</summary>
    public void Sequence<T>(string request, params T[] bodies)
    {
        var next = -1;
        answers[request] = context => context.Response.WriteAsJsonAsync(
            bodies[Math.Min(Interlocked.Increment(ref next), bodies.Length - 1)], JsonDefaults.Options);
    }

    public void Text(string request, int status, string body, string type = "application/problem+json") => answers[request] = async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        await context.Response.WriteAsync(body);
    };

    public void Do(string request, Func<HttpContext, Task> answer) => answers[request] = answer;

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        ApiKey = context.Request.Headers["X-Api-Key"];
        var path = $"{context.Request.Method} {context.Request.Path.Value}";
        var full = path + context.Request.QueryString;
        if (path != "GET /")
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
            Asked.Enqueue((full, await reader.ReadToEndAsync(context.RequestAborted)));
        }

        if (answers.TryGetValue(full, out var answer) || answers.TryGetValue(path, out answer)) await answer(context);
        else context.Response.StatusCode = 404;
    }
}
