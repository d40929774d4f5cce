using System.Collections.Concurrent;
using ArchOpt.Contracts;
using ArchOpt.Proposal.Running;
using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Trials;
using MassTransit;
using Polly;
using Polly.Retry;

namespace ArchOpt.Proposal.Messaging;

/// <summary>
/// Sends trials to the queues of their evaluators, with the broker's confirmation, and notes the confirmation. While
/// the broker is away it tries again; what a dying process did not get out is sent by the next one.
/// </summary>
internal sealed class TrialDispatcher
{
    private readonly IBus bus;
    private readonly StudyDefinitions definitions;
    private readonly ILogger<TrialDispatcher> log;
    private readonly CancellationToken stopping;
    private readonly ConcurrentDictionary<string, Task<ISendEndpoint>> endpoints = new();
    private readonly ResiliencePipeline patience;

    public TrialDispatcher(IBus bus, StudyDefinitions definitions, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<TrialDispatcher> log)
    {
        this.bus = bus;
        this.definitions = definitions;
        this.log = log;
        stopping = lifetime.ApplicationStopping;
        patience = new ResiliencePipelineBuilder { TimeProvider = clock }.AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<Exception>(e => e is not OperationCanceledException || !stopping.IsCancellationRequested),
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = TimeSpan.FromMilliseconds(200),
            MaxDelay = TimeSpan.FromSeconds(3),
            OnRetry = retry =>
            {
                log.LogWarning("The broker did not take a message, trying again: {Reason}", retry.Outcome.Exception?.Message);
                return ValueTask.CompletedTask;
            },
        }).Build();
    }

    /// <summary>Sends the trial's current attempt, in the background, and reports it published.</summary>
    public void Dispatch(StudyRecord record, Trial trial, StudyRunner runner) => _ = DispatchAsync(record, trial, runner);

    /// <summary>Tells the workers to stop an attempt; lost orders only cost work, so nothing waits for them.</summary>
    public void Stop(string studyId, Decision.Stop stop) => _ = InBackgroundAsync(token => bus.Publish(
        new StopTrial
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
        },
        token));

    /// <summary>Publishes an event in the background, with the same patience.</summary>
    public void Publish(object message) => _ = InBackgroundAsync(token => bus.Publish(message, message.GetType(), token));

    private async Task DispatchAsync(StudyRecord record, Trial trial, StudyRunner runner)
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
            Settings = study.Evaluator.Settings,
            Stopping = study.Stopping,
            MaxResource = study.Stopping?.MaxEpochs,
        };
        if (await InBackgroundAsync(token => SendAsync(message, token)))
            runner.TrySend(new StudyInput.Event(new StudyEvent.AttemptPublished(trial.Number, trial.Current.Number)));
    }

    private async Task SendAsync(EvaluateTrial message, CancellationToken cancellationToken)
    {
        var queue = Queues.Evaluate(message.Evaluator);
        var endpoint = await endpoints.GetOrAdd(queue, static (name, bus) => bus.GetSendEndpoint(new Uri($"queue:{name}")), bus);
        await endpoint.Send(message, cancellationToken);
    }

    private async Task<bool> InBackgroundAsync(Func<CancellationToken, Task> send)
    {
        try
        {
            await patience.ExecuteAsync(static async (send, token) => await send(token), send, stopping);
            return true;
        }
        catch (OperationCanceledException)
        {
            log.LogDebug("A message was not sent because the service stops; the next start sends it");
            return false;
        }
    }
}
