using System.Diagnostics.Metrics;

namespace ArchOpt.Storage;

/// <summary>What a store says about its own speed, on the meter <see cref="MeterName"/>.</summary>
internal sealed class StoreMetrics : IDisposable
{
    public const string MeterName = "ArchOpt.Storage";

    private static readonly double[] Seconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    private static readonly int[] Batches = [1, 2, 4, 8, 16, 32, 64, 128, 256];

    private readonly TimeProvider time;
    private readonly Meter meter = new(MeterName);
    private readonly Histogram<double> commitDuration;
    private readonly Histogram<int> commitSize;

    public StoreMetrics(TimeProvider time)
    {
        this.time = time;
        commitDuration = meter.CreateHistogram(
            "archopt_store_commit_duration", "s", "Time of one commit, flush included.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds });
        commitSize = meter.CreateHistogram(
            "archopt_store_commit_size", "{batch}", "Batches that shared one commit.", advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = Batches });
    }

    public long Start() => time.GetTimestamp();

    public void Committed(long started, int batches)
    {
        commitDuration.Record(time.GetElapsedTime(started).TotalSeconds);
        commitSize.Record(batches);
    }

    public void Dispose() => meter.Dispose();
}
