namespace ArchOpt.Cli.Progress;

/// <summary>
/// Events per second, lately: over ten seconds where there are many, and back to the eighth last event where they are
/// rare, so that a training of minutes is not taken for a fast one because it has just ended.
/// </summary>
internal sealed class RateMeter(TimeProvider clock)
{
    private const int FewestEvents = 8;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly LinkedList<(long Time, long Total)> looks = [];

    /// <param name="total">How many there were so far.</param>
    public double Update(long total)
    {
        var now = clock.GetTimestamp();
        // A look without news says nothing that the one before it does not; the first is where counting began.
        if (looks.Last is null || total != looks.Last.Value.Total) looks.AddLast((now, total));
        while (looks.First!.Next is { } second && clock.GetElapsedTime(second.Value.Time, now) > Window && total - second.Value.Total >= FewestEvents)
            looks.RemoveFirst();
        var (since, before) = looks.First.Value;
        var passed = clock.GetElapsedTime(since, now).TotalSeconds;
        return passed > 0 ? Math.Max(0, (total - before) / passed) : 0;
    }
}
