namespace ArchOpt.Cli.Progress;

/// <summary>Events per second over the last few seconds; recent ones count more.</summary>
internal sealed class RateMeter(TimeProvider clock)
{
    /// <summary>After this time a change of pace shows by two thirds.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(5);

    private long? since;
    private long count;
    private double weightedRate;
    private double weight;

    /// <param name="total">How many there were so far.</param>
    public double Update(long total)
    {
        var now = clock.GetTimestamp();
        if (since is { } before && clock.GetElapsedTime(before, now) is { Ticks: > 0 } passed)
        {
            // Starting from no knowledge, the weights make the first figures a plain average.
            var keep = Math.Exp(-passed / Memory);
            weightedRate = (weightedRate * keep) + ((total - count) / passed.TotalSeconds * (1 - keep));
            weight = (weight * keep) + (1 - keep);
        }

        (since, count) = (now, total);
        return weight > 0 ? Math.Max(0, weightedRate / weight) : 0;
    }
}
