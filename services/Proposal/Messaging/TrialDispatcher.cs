using System.Collections.Concurrent;
using ArchOpt.Contracts;
using ArchOpt.Proposal.Running;
using ArchOpt.ServiceDefaults.Messaging;
using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Trials;
using MassTransit;
using Microsoft.Extensions.Options;

namespace ArchOpt.Proposal.Messaging;

/// <summary>
/// Sends trials to the queues of their evaluators, with the broker's confirmation, and notes the confirmation. While
/// the broker is away it tries again; what a dying process did not get out is sent by the next one.
/// </summary>
internal sealed class TrialDispatcher
{
    /// <summary>How long an order to stop is worth sending: without it a worker only does work that counts for nothing.</summary>
    private static readonly TimeSpan StopsAreTriedFor = TimeSpan.FromMinutes(1);

    private readonly IBusControl bus;
    private readonly StudyDefinitions definitions;
    private readonly ILogger<TrialDispatcher> log;
    private readonly TimeProvider clock;
    private readonly CancellationToken stopping;
    private readonly ConcurrentDictionary<string, ISendEndpoint> endpoints = new();

    /// <summary>Attempts on their way to the broker, and the loop that wants to know when they are there.</summary>
    private readonly ConcurrentDictionary<HeldAttempt, StudyRunner> underway = new();
    private readonly ConfirmedSends sends;

    /// <summary>Its queues are there only once the bus has started: what is sent before goes nowhere, and nobody says so.</summary>
    private readonly Lazy<Task> queuesAreThere;

    /// <summary>The process ends before a worker could come: what it sent would be lost with it, and the next one sends it again anyway.</summary>
    private readonly bool isHopeless;

    public TrialDispatcher(
        IBusControl bus, StudyDefinitions definitions, Transport transport, IOptions<ProposalOptions> options, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<TrialDispatcher> log)
    {
        isHopeless = transport.IsVolatile && !options.Value.RunStudies;
        this.bus = bus;
        this.definitions = definitions;
        this.clock = clock;
        this.log = log;
        stopping = lifetime.ApplicationStopping;
        queuesAreThere = new(() => transport.IsVolatile ? bus.WaitForHealthStatus(BusHealthStatus.Healthy, stopping) : Task.CompletedTask);
        sends = new(clock, e => log.LogWarning("The broker did not take a message, trying again: {Reason}", e.Message));
    }

    /// <summary>
    /// Sends the trial's current attempt, in the background, and reports it published. A study that is loaded anew while
    /// the broker is away asks again for what is underway already: that is sent once.
    /// </summary>
    public void Dispatch(StudyRecord record, Trial trial, StudyRunner runner)
    {
        if (isHopeless) return;
        var attempt = new HeldAttempt(record.Id, trial.Number, trial.Current.Number);
        while (!underway.TryAdd(attempt, runner))
        {
            if (underway.TryGetValue(attempt, out var earlier) && underway.TryUpdate(attempt, runner, earlier)) return;
        }

        _ = DispatchAsync(record, trial, attempt);
    }

    /// <summary>Tells the workers to stop an attempt; lost orders only cost work, so nothing waits for them.</summary>
    public void Stop(string studyId, Decision.Stop stop)
    {
        // One that is pruned is with a worker: that its message arrived is still to be noted.
        if (stop.Reason != AttemptState.Pruned) underway.TryRemove(new HeldAttempt(studyId, stop.Number, stop.Attempt), out _);
        _ = StopAsync(new StopTrial
        {
            StudyId = studyId,
            Number = stop.Number,
            Attempt = stop.Attempt,
            Reason = stop.Reason switch
            {
                AttemptState.Pruned => StopReason.Pruned,
                AttemptState.Cancelled => StopReason.Cancelled,
                _ => StopReason.Superseded,
            },
            Explanation = stop.Explanation,
        });
    }

    /// <summary>Publishes an event; done when the broker has it, or when the service stops.</summary>
    public Task PublishAsync(object message) => SentAsync(token => bus.Publish(message, message.GetType(), token), stopping);

    private async Task StopAsync(StopTrial order)
    {
        using var limit = new CancellationTokenSource(StopsAreTriedFor, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stopping, limit.Token);
        await SentAsync(token => bus.Publish(order, token), both.Token);
    }

    private async Task DispatchAsync(StudyRecord record, Trial trial, HeldAttempt attempt)
    {
        var study = definitions.Read(record);
        var message = new EvaluateTrial
        {
            StudyId = record.Id,
            Study = record.Name,
            Number = trial.Number,
            Attempt = trial.Current.Number,
            Configuration = trial.Configuration,
            Seed = trial.Seed,
            Evaluator = study.Evaluator.Name,
            Settings = record.EvaluatorSettings(study),
            Curve = definitions.CurveOf(study),
            Stopping = study.Stopping,
            Objective = new(study.Objectives[0].Metric, study.Objectives[0].Goal),
            MaxResource = study.Stopping?.MaxEpochs,
        };
        var queue = Queues.Evaluate(study.Evaluator.Name, study.Evaluator.ResourceClass);
        using var span = TrialTraces.Dispatch(message);
        var sent = await SentAsync(token => underway.ContainsKey(attempt) ? SendAsync(queue, message, token) : Task.CompletedTask, stopping);
        if (underway.TryRemove(attempt, out var runner) && sent)
            runner.TrySend(new StudyInput.Event(new StudyEvent.AttemptPublished(trial.Number, trial.Current.Number)));
    }

    private async Task SendAsync(string queue, EvaluateTrial message, CancellationToken cancellationToken)
    {
        await queuesAreThere.Value.WaitAsync(cancellationToken);
        if (!endpoints.TryGetValue(queue, out var endpoint)) endpoints[queue] = endpoint = await bus.GetSendEndpoint(new Uri($"queue:{queue}"));
        await endpoint.Send(message, cancellationToken);
    }

    private async Task<bool> SentAsync(Func<CancellationToken, Task> send, CancellationToken until)
    {
        try
        {
            await sends.SendAsync(send, static (send, token) => send(token), until);
            return true;
        }
        catch (Exception e) when (until.IsCancellationRequested) // cancelled, or the bus has stopped already
        {
            log.LogDebug(e, "A message was not sent in time; what matters is sent by the next start");
            return false;
        }
    }
}
