using ArchOpt.Contracts;
using ArchOpt.ServiceDefaults.Messaging;
using MassTransit;

namespace ArchOpt.Evaluation.Worker;

/// <summary>
/// What this worker says. Results are said until the broker has confirmed them, however long it is away; hints (starts,
/// steps, heartbeats) are dropped when it is, so that they never queue up.
/// </summary>
internal sealed class WorkerMessages(IServiceProvider services, EvaluationOptions options, TimeProvider time, ILogger<WorkerMessages> log)
{
    private readonly ConfirmedSends results = new(time, e => log.LogWarning("A result could not be published ({Error}); trying again", e.Message));

    // Resolved late: the bus is built from endpoints that already lead here.
    private IBusControl Bus => field ??= services.GetRequiredService<IBusControl>();

    /// <summary>Returns once the broker has the result.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public ValueTask PublishResultAsync(TrialFinished result, CancellationToken cancellationToken) =>
        results.SendAsync((Bus, result), static (state, token) => state.Bus.Publish(state.result, token), cancellationToken);

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
