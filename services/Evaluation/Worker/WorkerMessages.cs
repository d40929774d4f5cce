using ArchOpt.Contracts;
using MassTransit;
using Polly;
using Polly.Retry;

namespace ArchOpt.Evaluation.Worker;

/// <summary>
/// What this worker says. Results are said until the broker has confirmed them, however long it is away; hints (starts,
/// steps, heartbeats) are dropped when it is, so that they never queue up.
/// </summary>
internal sealed class WorkerMessages(IServiceProvider services, EvaluationOptions options, TimeProvider time, ILogger<WorkerMessages> log)
{
    /// <summary>A confirmation that a dying broker owed may never come, nor an error. A result that arrives twice counts once.</summary>
    private static readonly TimeSpan ConfirmationIsAwaitedFor = TimeSpan.FromSeconds(30);

    private readonly ResiliencePipeline untilConfirmed = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is not (null or OperationCanceledException)),
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromMilliseconds(100),
            MaxDelay = TimeSpan.FromSeconds(5),
            OnRetry = arguments =>
            {
                log.LogWarning("A result could not be published ({Error}); trying again", arguments.Outcome.Exception?.Message);
                return default;
            },
        })
        .Build();

    // Resolved late: the bus is built from endpoints that already lead here.
    private IBusControl Bus => field ??= services.GetRequiredService<IBusControl>();

    /// <summary>Returns once the broker has the result.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public async ValueTask PublishResultAsync(TrialFinished result, CancellationToken cancellationToken)
    {
        try
        {
            await ConfirmedAsync(result, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogWarning("A result could not be published ({Error}); trying again", e.Message);
            await untilConfirmed.ExecuteAsync(
                static async (state, token) => await state.Item1.ConfirmedAsync(state.result, token), (this, result), cancellationToken);
        }
    }

    private Task ConfirmedAsync(TrialFinished result, CancellationToken cancellationToken) =>
        Bus.Publish(result, cancellationToken).WaitAsync(ConfirmationIsAwaitedFor, time, cancellationToken);

    /// <summary>Says whether the broker has it. Gives up at once when the broker is away, and after a heartbeat's time at the latest.</summary>
    public async ValueTask<bool> TryPublishHintAsync<T>(T hint, CancellationToken cancellationToken)
        where T : class
    {
        if (Bus.CheckHealth().Status == BusHealthStatus.Unhealthy) return false;
        using var limit = new CancellationTokenSource(options.Heartbeat, time);
        await using var registration = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), limit);
        try
        {
            await Bus.Publish(hint, Perishable, limit.Token);
            return true;
        }
        catch (Exception e)
        {
            log.LogDebug(e, "A {Hint} was dropped", typeof(T).Name);
            return false;
        }
    }

    private void Perishable<T>(PublishContext<T> context)
        where T : class
    {
        context.Durable = false;
        if (context.Message is WorkerHeartbeat) context.TimeToLive = 3 * options.Heartbeat;
    }
}
