using Polly;
using Polly.Retry;

namespace ArchOpt.ServiceDefaults.Messaging;

/// <summary>
/// Sends until the broker has confirmed, however long it is away. Use it for what must not be lost and is harmless when it
/// arrives twice: a confirmation that a dying broker owed may never come, nor an error, so after
/// <see cref="ConfirmationIsAwaitedFor"/> the message is sent again. Thread-safe.
/// </summary>
/// <param name="clock">Measures the wait for a confirmation and the pauses between tries.</param>
/// <param name="refused">Told of every try that failed and is followed by another.</param>
public sealed class ConfirmedSends(TimeProvider clock, Action<Exception> refused)
{
    /// <summary>How long a confirmation may take.</summary>
    public static readonly TimeSpan ConfirmationIsAwaitedFor = TimeSpan.FromSeconds(30);

    private readonly ResiliencePipeline again = new ResiliencePipelineBuilder { TimeProvider = clock }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = static retry => ValueTask.FromResult(retry.Outcome.Exception is not null && !retry.Context.CancellationToken.IsCancellationRequested),
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true, // many messages wait for the same broker
            Delay = TimeSpan.FromMilliseconds(200),
            MaxDelay = TimeSpan.FromSeconds(3),
            OnRetry = retry =>
            {
                refused(retry.Outcome.Exception!);
                return default;
            },
        })
        .Build();

    /// <summary>Returns once a try was confirmed.</summary>
    /// <param name="state">What <paramref name="send"/> needs, so that it can be static.</param>
    /// <param name="send">One try; its task ends with the broker's confirmation.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled first. Another exception of the last try may come instead.</exception>
    public async ValueTask SendAsync<TState>(TState state, Func<TState, CancellationToken, Task> send, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested(); // the transport would report a try that cannot succeed as a fault
        try
        {
            await BoundedAsync(state, send, cancellationToken);
            return;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            refused(e);
        }

        // Only a message in trouble pays for the machinery of trying again.
        await again.ExecuteAsync(static async (call, token) => await call.self.BoundedAsync(call.state, call.send, token), (self: this, state, send), cancellationToken);
    }

    private Task BoundedAsync<TState>(TState state, Func<TState, CancellationToken, Task> send, CancellationToken cancellationToken) =>
        send(state, cancellationToken).WaitAsync(ConfirmationIsAwaitedFor, clock, cancellationToken);
}
