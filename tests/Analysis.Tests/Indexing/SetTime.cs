namespace ArchOpt.Analysis.Tests.Indexing;

/// <summary>A clock that goes on when it is told to.</summary>
internal sealed class SetTime : TimeProvider
{
    private long ticks = WrittenStudy.Moment.UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => ticks;

    public override DateTimeOffset GetUtcNow() => new(ticks, TimeSpan.Zero);

    public void Advance(TimeSpan by) => ticks += by.Ticks;
}
