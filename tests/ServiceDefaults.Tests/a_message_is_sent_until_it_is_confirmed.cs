using ArchOpt.ServiceDefaults.Messaging;
using ArchOpt.Testing;

namespace ArchOpt.ServiceDefaults.Tests;

public sealed class a_message_is_sent_until_it_is_confirmed
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private readonly SteppedClock clock = new();
    private readonly List<Exception> refusals = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task once_when_the_broker_confirms_it()
    {
        var sent = 0;
        await Sends().SendAsync(1, (_, _) => Task.FromResult(sent++), Cancellation);
        sent.ShouldBe(1);
        refusals.ShouldBeEmpty();
    }

    [Fact]
    public async Task again_after_the_limit_when_neither_a_confirmation_nor_an_error_comes()
    {
        var sent = 0;
        var sending = Sends().SendAsync(1, (_, _) => Interlocked.Increment(ref sent) < 3 ? new TaskCompletionSource().Task : Task.CompletedTask, Cancellation).AsTask();
        sent.ShouldBe(1);

        clock.Advance(ConfirmedSends.ConfirmationIsAwaitedFor - TimeSpan.FromSeconds(1));
        sent.ShouldBe(1);
        clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(() => Volatile.Read(ref sent) == 2, Deadline, "it is sent again", Cancellation);
        await Eventually.TrueAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(5)); // the limit once more, and the pause behind it
                return sending.IsCompleted;
            },
            Deadline,
            "the third try is confirmed",
            Cancellation);

        sent.ShouldBe(3);
        refusals.ShouldAllBe(e => e is TimeoutException);
        refusals.Count.ShouldBe(2);
    }

    [Fact]
    public async Task again_after_every_error_even_one_that_comes_at_once()
    {
        var sent = 0;
        var sending = Sends().SendAsync(
            1, (_, _) => ++sent < 5 ? throw new InvalidOperationException("The broker is away.") : Task.CompletedTask, Cancellation).AsTask();

        await Eventually.TrueAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                return sending.IsCompleted;
            },
            Deadline,
            "the fifth try is confirmed",
            Cancellation);

        await sending;
        sent.ShouldBe(5);
        refusals.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task unless_the_sender_gives_up(bool broken)
    {
        using var giveUp = new CancellationTokenSource();
        var sending = Sends().SendAsync(
            1, (_, _) => broken ? Task.FromException(new InvalidOperationException("The broker is away.")) : new TaskCompletionSource().Task, giveUp.Token).AsTask();

        await giveUp.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(sending);
    }

    [Fact]
    public async Task and_not_at_all_when_the_sender_has_given_up_before()
    {
        var sent = 0;
        await Should.ThrowAsync<OperationCanceledException>(Sends().SendAsync(1, (_, _) => Task.FromResult(sent++), new CancellationToken(canceled: true)).AsTask());
        sent.ShouldBe(0);
        refusals.ShouldBeEmpty();
    }

    private ConfirmedSends Sends() => new(clock, e =>
    {
        lock (refusals) refusals.Add(e);
    });

    /// <summary>A clock that stands until it is advanced.</summary>
    private sealed class SteppedClock : TimeProvider
    {
        private readonly List<SteppedTimer> timers = [];
        private readonly Lock gate = new();
        private TimeSpan now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp()
        {
            lock (gate) return now.Ticks;
        }

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + TimeSpan.FromTicks(GetTimestamp());

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new SteppedTimer(this, () => callback(state));
            timer.Change(dueTime, period);
            return timer;
        }

        public void Advance(TimeSpan time)
        {
            SteppedTimer[] due;
            lock (gate)
            {
                now += time;
                due = [.. timers.Where(timer => timer.Due <= now)];
                timers.RemoveAll(due.Contains);
            }

            foreach (var timer in due) timer.Fire();
        }

        private sealed class SteppedTimer(SteppedClock clock, Action fire) : ITimer
        {
            public TimeSpan Due { get; private set; }

            public void Fire() => fire();

            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                lock (clock.gate)
                {
                    clock.timers.Remove(this);
                    Due = clock.now + dueTime;
                    if (dueTime != Timeout.InfiniteTimeSpan) clock.timers.Add(this);
                }

                return true;
            }

            public void Dispose()
            {
                lock (clock.gate) clock.timers.Remove(this);
            }

            public ValueTask DisposeAsync()
            {
                Dispose();
                return default;
            }
        }
    }
}
