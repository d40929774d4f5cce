namespace ArchOpt.AppHost.Tests;

/// <summary>Waits for something to become true, and fails with what was expected when it does not in time.</summary>
internal static class Deadline
{
    internal static async Task<T> Until<T>(Func<Task<T?>> condition, string expectation, int seconds = 60)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(seconds));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        do
        {
            if (await condition() is { } found)
                return found;
        }
        while (await Next(timer, limit.Token));
        throw new TimeoutException($"not within {seconds} s: {expectation}");
    }

    internal static Task Until(Func<bool> condition, string expectation, int seconds = 60) =>
        Until(() => Task.FromResult<object?>(condition() ? true : null), expectation, seconds);

    private static async Task<bool> Next(PeriodicTimer timer, CancellationToken limit)
    {
        try
        {
            return await timer.WaitForNextTickAsync(limit);
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
