namespace ArchOpt.Analysis.Tests.Console.Live;

/// <summary>The real time; it knows how many timers run.</summary>
internal sealed class CountingTime : TimeProvider
{
    private int running;

    public int Running => Volatile.Read(ref running);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Increment(ref running);
        var isGone = 0;
        return new Timer(
            base.CreateTimer(
                given =>
                {
                    if (period == Timeout.InfiniteTimeSpan) Gone();
                    callback(given);
                },
                state, dueTime, period),
            Gone);

        void Gone()
        {
            if (Interlocked.Exchange(ref isGone, 1) == 0) Interlocked.Decrement(ref running);
        }
    }

    private sealed class Timer(ITimer timer, Action gone) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            gone();
            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            gone();
            return timer.DisposeAsync();
        }
    }
}
