using System.Collections.Concurrent;
using System.Text.Json;
using ArchOpt.ServiceDefaults.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace ArchOpt.Analysis.Tests.Console;

/// <summary>Answers as Proposal would, with what a test puts there, and keeps what it was sent. The real one lives in another house; the browser tests have both.</summary>
internal sealed class ProposalStandIn : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, Func<string, object>> answers = new(StringComparer.Ordinal);

    private ProposalStandIn(WebApplication app) => this.app = app;

    /// <summary>What was sent to the routes that change something: <c>POST /failed/replay {...}</c>.</summary>
    public ConcurrentQueue<string> Sent { get; } = [];

    /// <summary>The header X-Api-Key of the last request.</summary>
    public string? LastKey { get; private set; }

    /// <summary>Makes the console ask this one.</summary>
    public KeyValuePair<string, string?> Setting => new("services:proposal:http:0", app.Urls.Single());

    public static async Task<ProposalStandIn> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var standIn = new ProposalStandIn(server);
        server.Run(standIn.AnswerAsync);
        await server.StartAsync(cancellationToken);
        return standIn;
    }

    /// <param name="route"><c>GET /workers</c>, with the query if there is one.</param>
    /// <param name="view">What it answers; a <see cref="InputException"/> is a refusal.</param>
    public void On(string route, object view) => answers[route] = _ => view;

    /// <param name="view">Makes the answer from the body.</param>
    public void On<T>(string route, Func<T, object> view) => answers[route] = body => view(JsonSerializer.Deserialize<T>(body, JsonDefaults.Options)!);

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        LastKey = http.Request.Headers["X-Api-Key"];
        var route = $"{http.Request.Method} {http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget}"; // as it was sent
        if (!HttpMethods.IsGet(http.Request.Method)) Sent.Enqueue(body.Length == 0 ? route : $"{route} {body}");
        var answer = answers.TryGetValue(route, out var known) ? known(body) : InputException.NotFound("route", route);
        if (answer is InputException refusal)
        {
            http.Response.StatusCode = refusal.Status;
            await http.Response.WriteAsJsonAsync(new { title = "no", status = refusal.Status, detail = refusal.Message }, http.RequestAborted);
            return;
        }

        await http.Response.WriteAsJsonAsync(answer, answer.GetType(), JsonDefaults.Options, http.RequestAborted);
    }
}
