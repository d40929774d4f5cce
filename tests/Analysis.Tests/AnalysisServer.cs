using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using ArchOpt.Contracts;
using ArchOpt.ServiceDefaults;
using ArchOpt.ServiceDefaults.Messaging;
using ArchOpt.Storage;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ArchOpt.Analysis.Tests;

/// <summary>Analysis on a real Kestrel and a real Sqlite store in a directory of its own, and a second store as Proposal would have it.</summary>
internal sealed class AnalysisServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly DirectoryInfo directory;

    private AnalysisServer(WebApplication app, DirectoryInfo directory)
    {
        this.app = app;
        this.directory = directory;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()), Timeout = TimeSpan.FromSeconds(60) };
    }

    public HttpClient Client { get; }

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public IStudyStore Store => app.Services.GetRequiredService<IStudyStore>();

    public T Service<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public static async Task<AnalysisServer> StartAsync(CancellationToken cancellationToken, params IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var home = Directory.CreateTempSubdirectory("archopt-analysis-");
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:archopt", "sqlite:" + home.FullName), .. settings]);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddServiceDefaults();
        builder.AddAnalysis();
        builder.AddMessaging();
        var server = builder.Build();
        server.MapServiceDefaults();
        server.MapAnalysis(ownsRoot: true);
        await server.StartAsync(cancellationToken);
        return new(server, home);
    }

    public Task PublishAsync<T>(T message, CancellationToken cancellationToken)
        where T : class => app.Services.GetRequiredService<IBus>().Publish(message, cancellationToken);

    /// <summary>Says what Proposal says after a commit.</summary>
    public Task AnnounceAsync(TestStudy study, CancellationToken cancellationToken) => PublishAsync(
        new StudyChanged { StudyId = study.Record.Id, Study = study.Record.Name, Status = study.Record.Status, Sequence = study.Sequence },
        cancellationToken);

    /// <summary>The events of a study as a client sees them.</summary>
    public async IAsyncEnumerable<SseItem<string>> EventsAsync(
        string study, string query = "", long? lastEventId = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/studies/{Uri.EscapeDataString(study)}/events{query}");
        if (lastEventId is not null) request.Headers.Add("Last-Event-ID", lastEventId.Value.ToString(CultureInfo.InvariantCulture));
        using var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var item in SseParser.Create(body).EnumerateAsync(cancellationToken)) yield return item;
    }

    public Task StopAsync(CancellationToken cancellationToken) => app.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
        directory.Delete(recursive: true);
    }
}
