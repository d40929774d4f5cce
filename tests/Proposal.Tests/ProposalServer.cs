using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ArchOpt.Contracts;
using ArchOpt.Contracts.Http;
using ArchOpt.ServiceDefaults;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.ServiceDefaults.Messaging;
using ArchOpt.Studies.Trials;
using ArchOpt.Testing;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ArchOpt.Proposal.Tests;

/// <summary>
/// Proposal on a real Kestrel and a real Sqlite store. Where its workers would be, the trials it sends and the orders
/// to stop are kept for the test, which answers in the workers' place.
/// </summary>
public sealed class ProposalServer : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private readonly Action<WebApplicationBuilder>? configure;
    private readonly DirectoryInfo home;
    private readonly bool ownsHome;
    private readonly RecordedLog log = new();
    private WebApplication? app;

    public ProposalServer()
        : this(null, null)
    {
    }

    private ProposalServer(string? directory, Action<WebApplicationBuilder>? configure)
    {
        this.configure = configure;
        ownsHome = directory is null;
        home = directory is null ? Directory.CreateTempSubdirectory("archopt-proposal-") : new DirectoryInfo(directory);
    }

    public HttpClient Client { get; private set; } = null!;

    public IBus Bus => app!.Services.GetRequiredService<IBus>();

    public ConcurrentQueue<EvaluateTrial> Dispatched { get; } = new();

    /// <summary>What was sent to workers of the class <c>gpu</c>.</summary>
    public ConcurrentQueue<EvaluateTrial> DispatchedToGpu { get; } = new();

    public ConcurrentQueue<StopTrial> Stops { get; } = new();

    public IEnumerable<string> Errors => log.At(LogLevel.Error);

    public IEnumerable<string> Warnings => log.At(LogLevel.Warning);

    public IEnumerable<string> Log(LogLevel level) => log.At(level);

    /// <param name="directory">The store's directory, which stays; null for one of its own.</param>
    public static async Task<ProposalServer> StartAsync(string? directory = null, Action<WebApplicationBuilder>? configure = null)
    {
        var server = new ProposalServer(directory, configure);
        await server.InitializeAsync();
        return server;
    }

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(
            [new("ConnectionStrings:archopt", "sqlite:" + home.FullName), new("Proposal:WarmUp", "00:00:00")]);
        builder.Logging.ClearProviders().AddProvider(log);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddServiceDefaults();
        builder.AddProposal();
        configure?.Invoke(builder);
        builder.AddMessagingModule(
            static _ => { },
            new MessagingEndpoint(Queues.Evaluate("function"), false, 8, 64, (_, endpoint) => Keep(endpoint, Dispatched)),
            new MessagingEndpoint(Queues.Evaluate("function", "gpu"), false, 8, 64, (_, endpoint) => Keep(endpoint, DispatchedToGpu)),
            new MessagingEndpoint("test-stops", false, 8, 64, (_, endpoint) => Keep(endpoint, Stops)));
        builder.AddMessaging();
        builder.Services.Configure<MassTransitHostOptions>(static options => options.WaitUntilStarted = true);
        app = builder.Build();
        // Publishing leaves the log of its bus behind in the test's flow; the next bus must not take it over.
        LogContext.ConfigureCurrentLogContext(app.Services.GetRequiredService<ILoggerFactory>());
        app.MapServiceDefaults();
        app.MapProposal();
        await app.StartAsync();
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()), Timeout = TimeSpan.FromSeconds(30) };
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        if (ownsHome) home.Delete(recursive: true);
    }

    public Task<HttpResponseMessage> PostStudyAsync(string file, string mediaType = "application/yaml") =>
        Client.PostAsync(new Uri("/studies", UriKind.Relative), new StringContent(file, Encoding.UTF8, mediaType));

    /// <summary>Starts a study that must be new.</summary>
    public async Task<StudyView> CreateAsync(string file) => await ReadAsync<StudyView>(await PostStudyAsync(file), HttpStatusCode.Created);

    public Task<HttpResponseMessage> PostAsync(string path, object? body = null) =>
        Client.PostAsync(new Uri(path, UriKind.Relative), body is null ? null : JsonContent.Create(body, options: JsonDefaults.Options));

    public Task<HttpResponseMessage> PostJsonAsync(string path, string json) =>
        Client.PostAsync(new Uri(path, UriKind.Relative), new StringContent(json, Encoding.UTF8, "application/json"));

    public Task<HttpResponseMessage> GetAsync(string path) => Client.GetAsync(new Uri(path, UriKind.Relative));

    public Task<HttpResponseMessage> DeleteAsync(string path) => Client.DeleteAsync(new Uri(path, UriKind.Relative));

    public async Task<T> GetAsync<T>(string path) => await ReadAsync<T>(await GetAsync(path));

    public async Task<AskedTrial[]> AskAsync(string study, int count = 1) =>
        await ReadAsync<AskedTrial[]>(await PostAsync($"/studies/{study}/ask", new { count }));

    public async Task<EnqueuedTrials> ReadEnqueuedAsync(string study, string json) =>
        await ReadAsync<EnqueuedTrials>(await PostJsonAsync($"/studies/{study}/trials", json));

    public async Task<ToldTrial> TellAsync(string study, long number, object result) =>
        await ReadAsync<ToldTrial>(await PostAsync($"/studies/{study}/trials/{number}/tell", result));

    /// <summary>Asks for one and tells it, until nothing is left or the study has ended: the numbers that were handed out here.</summary>
    public async Task<List<long>> DriveAsync(string study)
    {
        var numbers = new List<long>();
        while (true)
        {
            var response = await PostAsync($"/studies/{study}/ask", new { count = 1 });
            if (response.StatusCode == HttpStatusCode.Conflict) return numbers;
            var asked = await ReadAsync<AskedTrial[]>(response);
            if (asked.Length == 0) return numbers;
            numbers.Add(asked[0].Number);
            (await TellAsync(study, asked[0].Number, new { value = 1.0 / (1 + asked[0].Number) })).State.ShouldBe(TrialState.Completed);
        }
    }

    public static async Task<T> ReadAsync<T>(HttpResponseMessage response, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            response.StatusCode.ShouldBe(expected, text);
            return JsonSerializer.Deserialize<T>(text, JsonDefaults.Options)!;
        }
    }

    /// <summary>The problem document of a refusal; fails when it is none.</summary>
    public static async Task<JsonElement> ProblemAsync(Task<HttpResponseMessage> call, HttpStatusCode expected)
    {
        using var response = await call;
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(expected, text);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        problem.GetProperty("status").GetInt32().ShouldBe((int)expected);
        return problem;
    }

    /// <summary>What a refusal says.</summary>
    public static async Task<string> DetailAsync(Task<HttpResponseMessage> call, HttpStatusCode expected) =>
        (await ProblemAsync(call, expected)).GetProperty("detail").GetString()!;

    /// <summary>The messages about one field of a 400.</summary>
    public static async Task<string> FieldErrorAsync(Task<HttpResponseMessage> call, string field)
    {
        var problem = await ProblemAsync(call, HttpStatusCode.BadRequest);
        problem.TryGetProperty("errors", out var errors).ShouldBeTrue(problem.GetRawText());
        errors.TryGetProperty(field, out var messages).ShouldBeTrue(problem.GetRawText());
        return string.Join(' ', messages.EnumerateArray());
    }

    /// <summary>Waits until an attempt was sent to the workers.</summary>
    public async Task<EvaluateTrial> DispatchedAsync(StudyView study, long number, int attempt = 1)
    {
        bool IsIt(EvaluateTrial sent) => sent.StudyId == study.Id && sent.Number == number && sent.Attempt == attempt;
        await UntilAsync(() => Dispatched.Any(IsIt), $"trial {number}, attempt {attempt} is dispatched");
        return Dispatched.First(IsIt);
    }

    /// <summary>Says what a worker says when it has evaluated a trial.</summary>
    public Task FinishAsync(
        EvaluateTrial trial, double value, int? attempt = null, EvaluationOutcome outcome = EvaluationOutcome.Completed, TrainingSummary? training = null, string? error = null, string? log = null) => Bus.Publish(new TrialFinished
    {
        StudyId = trial.StudyId,
        Number = trial.Number,
        Attempt = attempt ?? trial.Attempt,
        Outcome = outcome,
        Metrics = Files.Metrics(("value", value)),
        Worker = "worker-1",
        Started = DateTimeOffset.UnixEpoch,
        DurationSeconds = 0.5,
        Training = training,
        Error = error,
        Log = log,
    });

    /// <summary>Asks as a worker does that holds a redelivered message: the granted attempt, or why not.</summary>
    public async Task<(int? Attempt, string? Refusal)> ClaimAsync(string studyId, long number, int attempt, string worker)
    {
        var claims = Bus.CreateRequestClient<ClaimTrial>(new Uri("queue:" + Queues.Claims), RequestTimeout.After(s: 20));
        var claim = new ClaimTrial { StudyId = studyId, Number = number, Attempt = attempt, Worker = worker };
        var answer = await claims.GetResponse<TrialClaimed, ClaimRefused>(claim, TestContext.Current.CancellationToken);
        return answer.Is(out Response<TrialClaimed>? claimed) ? (claimed.Message.Attempt, null)
            : answer.Is(out Response<ClaimRefused>? refused) ? (null, refused.Message.Reason)
            : throw new InvalidOperationException("The claim got an answer of another kind.");
    }

    public Task HeartbeatAsync(string worker, params HeldAttempt[] holding) => Bus.Publish(Files.Heartbeat(worker, holding));

    public static Task UntilAsync(Func<bool> condition, string what) =>
        Eventually.TrueAsync(condition, Deadline, what, TestContext.Current.CancellationToken);

    public static Task UntilAsync(Func<Task<bool>> condition, string what) =>
        Eventually.TrueAsync(condition, Deadline, what, TestContext.Current.CancellationToken);

    private static void Keep<T>(IReceiveEndpointConfigurator endpoint, ConcurrentQueue<T> kept)
        where T : class => endpoint.Handler<T>(context =>
        {
            kept.Enqueue(context.Message);
            return Task.CompletedTask;
        });
}
