using System.Diagnostics.Metrics;

namespace ArchOpt.Storage;

/// <summary>What a store says about its own speed, on the meter <see cref="MeterName"/>.</summary>
internal sealed class StoreMetrics : IDisposable
{
    public const string MeterName = "ArchOpt.Storage";

    private readonly TimeProvider time;
    private readonly Meter meter = new(MeterName);
    private readonly Histogram<double> commitDuration;
    private readonly Histogram<int> commitSize;

    public StoreMetrics(TimeProvider time)
    {
        this.time = time;
        commitDuration = meter.CreateHistogram<double>("archopt.store.commit.duration", "s", "Time of one commit, flush included.");
        commitSize = meter.CreateHistogram<int>("archopt.store.commit.size", "{batch}", "Batches that shared one commit.");
    }

    public long Start() => time.GetTimestamp();

    public void Committed(long started, int batches)
    {
        commitDuration.Record(time.GetElapsedTime(started).TotalSeconds);
        commitSize.Record(batches);
    }

    public void Dispose() => meter.Dispose();
}
