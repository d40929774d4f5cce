using System.Diagnostics;

namespace ArchOpt.Analysis.Console.Live;

/// <summary>
/// A part that costs: a picture. It is made beside the others and not with each of them, when what it shows has changed and after a rest that
/// grows with what it takes to make and to send.
/// </summary>
/// <param name="time">Tells when it has rested.</param>
/// <param name="wake">Called when it may be made anew, and when it has been made.</param>
/// <remarks>Used by one caller at a time.</remarks>
internal sealed class PacedPart(TimeProvider time, Action wake) : IAsyncDisposable
{
    private static readonly TimeSpan ShortestRest = TimeSpan.FromSeconds(1), LongestRest = TimeSpan.FromSeconds(20);

    /// <summary>So much of a picture, over time, is sent to a viewer.</summary>
    private const double BytesPerSecond = 30_000;

    /// <summary>The share of a processor that making it may take.</summary>
    private const double Share = 0.04;

    private Task<(LivePart Part, TimeSpan Took)>? making;
    private ITimer? rested;
    private long? shown;
    private volatile bool isResting;

    /// <summary>As it was made last; null while it has not been made.</summary>
    public LivePart? Latest { get; private set; }

    /// <summary>Has it made when there is something new to show and it has rested. What went wrong in making it is thrown here.</summary>
    /// <param name="version">Of what it shows.</param>
    /// <param name="make">Makes it, on another thread.</param>
    public async Task OfferAsync(long version, Func<Task<LivePart>> make)
    {
        if (making is { IsCompleted: true }) await FinishAsync();
        if (making is null && !isResting && shown != version) Begin(version, make);
    }

    /// <summary>Has it made as it is now, rested or not.</summary>
    public async Task CompleteAsync(long version, Func<Task<LivePart>> make)
    {
        if (making is not null) await FinishAsync();
        if (shown == version) return;
        Begin(version, make);
        await FinishAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (rested is not null) await rested.DisposeAsync();
        if (making is not null) await ((Task)making).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>How long it rests after it was made.</summary>
    internal static TimeSpan RestAfter(TimeSpan took, int length)
    {
        var rest = TimeSpan.FromSeconds(Math.Max(took.TotalSeconds / Share, length / BytesPerSecond));
        return rest < ShortestRest ? ShortestRest : rest > LongestRest ? LongestRest : rest;
    }

    private void Begin(long version, Func<Task<LivePart>> make)
    {
        shown = version;
        making = Task.Run(async () =>
        {
            var begun = time.GetTimestamp();
            var part = await make();
            return (part, time.GetElapsedTime(begun));
        });
        _ = making.ContinueWith(_ => wake(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task FinishAsync()
    {
        var made = making ?? throw new UnreachableException("It is being made.");
        making = null;
        var before = shown;
        shown = null; // until it is known to show that
        (Latest, var took) = await made;
        shown = before;
        isResting = true;
        if (rested is not null) await rested.DisposeAsync();
        rested = time.CreateTimer(_ => WakeUp(), null, RestAfter(took, Latest.Html.Length), Timeout.InfiniteTimeSpan);
    }

    private void WakeUp()
    {
        isResting = false;
        wake();
    }
}
