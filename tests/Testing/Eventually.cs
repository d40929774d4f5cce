using System.Diagnostics;

namespace ArchOpt.Testing;

/// <summary>Waiting for what another process will do: a condition, a deadline, and a name for what never happened.</summary>
public static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);

    /// <summary>Returns once the condition holds.</summary>
    /// <exception cref="TimeoutException">It did not hold before the deadline; the message says what.</exception>
    public static Task TrueAsync(Func<bool> condition, TimeSpan deadline, string what, CancellationToken cancellationToken = default) =>
        TrueAsync(() => Task.FromResult(condition()), deadline, what, cancellationToken);

    /// <inheritdoc cref="TrueAsync(Func{bool}, TimeSpan, string, CancellationToken)"/>
    public static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan deadline, string what, CancellationToken cancellationToken = default)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > deadline)
                throw new TimeoutException($"Within {deadline.TotalSeconds:0.#} s it never came true: {what}.");
            await Task.Delay(Interval, cancellationToken);
        }
    }
}
