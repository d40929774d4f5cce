using System.Collections.Concurrent;
using System.Globalization;
using ArchOpt.Contracts;
using ArchOpt.Evaluation.Evaluators;
using ArchOpt.Search.Configurations;
using ArchOpt.ServiceDefaults.Messaging;
using ArchOpt.Studies.Definition;
using ArchOpt.Testing;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ArchOpt.Evaluation.Tests.Messaging;

/// <summary>
/// Workers on one side, on the other a stand-in for Proposal that sends trials, answers claims and keeps what it
/// hears. Over a real broker every part is a host of its own; over the in-memory transport all share one.
/// </summary>
internal sealed class Conversation(string? broker) : IAsyncDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly List<IHost> hosts = [];
    private IHost? proposal;

    public string StudyId { get; } = Guid.NewGuid().ToString("n");

    public ConcurrentQueue<TrialFinished> Finished { get; } = new();

    public ConcurrentQueue<TrialStarted> Started { get; } = new();

    public ConcurrentQueue<TrialProgressed> Progressed { get; } = new();

    public ConcurrentQueue<WorkerHeartbeat> Heartbeats { get; } = new();

    public ConcurrentQueue<ClaimTrial> Claims { get; } = new();

    /// <summary>What Proposal answers to a claim: the attempt to run under, or null to refuse.</summary>
    public Func<ClaimTrial, int?> AnswerClaim { get; set; } = claim => claim.Attempt + 1;

    public static Conversation InMemory => new(null);

    /// <summary>Starts the stand-in for Proposal; over the in-memory transport with a worker in it.</summary>
    public async Task StartAsync(IEvaluator? evaluator = null, params (string Key, string Value)[] settings)
    {
        var builder = Builder(settings);
        if (evaluator is not null) AddWorker(builder, evaluator);
        builder.AddMessagingModule(
            _ => { },
            new MessagingEndpoint(Queues.Results, false, 8, 64, (_, endpoint) =>
            {
                Keep(endpoint, Finished, finished => finished.StudyId);
                Keep(endpoint, Started, started => started.StudyId);
                Keep(endpoint, Progressed, progressed => progressed.StudyId);
                Keep(endpoint, Heartbeats, _ => StudyId);
            }),
            new MessagingEndpoint(Queues.Claims, false, 8, 64, (_, endpoint) => endpoint.Handler<ClaimTrial>(async claim =>
            {
                Claims.Enqueue(claim.Message);
                if (AnswerClaim(claim.Message) is { } attempt) await claim.RespondAsync(new TrialClaimed { Attempt = attempt });
                else await claim.RespondAsync(new ClaimRefused { Reason = "Somebody alive runs it." });
            })));
        proposal = await RunAsync(builder);
    }

    /// <summary>Starts another worker, over the broker.</summary>
    public Task<IHost> StartWorkerAsync(IEvaluator evaluator, params (string Key, string Value)[] settings)
    {
        var builder = Builder(settings);
        AddWorker(builder, evaluator);
        return RunAsync(builder);
    }

    /// <param name="training">The study's stopping policy, on the metric <c>loss</c>; null for none.</param>
    public async Task SendAsync(
        IEvaluator evaluator, long number, int attempt = 1, CurveRequest? curve = null, StoppingPolicy? training = null, string resourceClass = Queues.DefaultResourceClass)
    {
        var queue = Queues.Evaluate(evaluator.Name, resourceClass);
        var endpoint = await proposal!.Services.GetRequiredService<IBus>().GetSendEndpoint(new Uri($"queue:{queue}"));
        await endpoint.Send(new EvaluateTrial
        {
            StudyId = StudyId,
            Study = "conversation",
            Number = number,
            Attempt = attempt,
            Configuration = Configuration.Of(("x", number)),
            Seed = 7,
            Evaluator = evaluator.Name,
            Settings = "{}",
            Curve = curve,
            Stopping = training,
            Objective = new("loss", Goal.Minimize),
            MaxResource = training?.MaxEpochs,
        });
    }

    public Task StopTrialAsync(long number, StopReason reason, int attempt = 1, string? explanation = null) => proposal!.Services.GetRequiredService<IBus>().Publish(
        new StopTrial { StudyId = StudyId, Number = number, Attempt = attempt, Reason = reason, Explanation = explanation });

    /// <summary>Waits for so many results, and fails when more arrive than that.</summary>
    public async Task<IReadOnlyList<TrialFinished>> ResultsAsync(int count)
    {
        await UntilAsync(() => Finished.Count >= count, $"{count} results (there are {Finished.Count})");
        Finished.Count.ShouldBe(count);
        return [.. Finished];
    }

    public static Task UntilAsync(Func<bool> condition, string what) =>
        Eventually.TrueAsync(condition, Deadline, what, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (var host in Enumerable.Reverse(hosts))
        {
            await host.StopAsync(CancellationToken.None);
            host.Dispose();
        }
    }

    private static void AddWorker(HostApplicationBuilder builder, IEvaluator evaluator)
    {
        builder.Configuration["Evaluation:Evaluators"] = evaluator.Name;
        builder.AddEvaluation(evaluator);
    }

    private void Keep<T>(IReceiveEndpointConfigurator endpoint, ConcurrentQueue<T> heard, Func<T, string> study)
        where T : class => endpoint.Handler<T>(context =>
        {
            if (study(context.Message) == StudyId) heard.Enqueue(context.Message);
            return Task.CompletedTask;
        });

    private HostApplicationBuilder Builder((string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:messaging"] = broker,
            ["Evaluation:Slots"] = 4.ToString(CultureInfo.InvariantCulture),
            ["Evaluation:Heartbeat"] = "0.2",
            ["Evaluation:RetryDelay"] = "0.01",
            ["Evaluation:ClaimTimeout"] = "2",
            ["Evaluation:Grace"] = "0",
        });
        foreach (var (key, value) in settings) builder.Configuration[$"Evaluation:{key}"] = value;
        builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
        return builder;
    }

    private async Task<IHost> RunAsync(HostApplicationBuilder builder)
    {
        builder.AddMessaging();
        builder.Services.Configure<MassTransitHostOptions>(options => options.WaitUntilStarted = true);
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        hosts.Add(host); // one that did not start has nothing to stop, and trying would hide why
        return host;
    }
}
