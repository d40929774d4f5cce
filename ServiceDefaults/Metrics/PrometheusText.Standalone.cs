using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace ArchOpt.ServiceDefaults.Metrics;

/// <summary>
/// Writes metrics in the Prometheus text format, version 0.0.4. OpenTelemetry's own exporter is not on every feed that
/// we build from; this one knows counters, gauges and histograms with explicit buckets, which is all that we record.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusText : BaseExporter<Metric>, IPullMetricExporter
{
    private MetricFamilies families = new();

    /// <summary>Starts a collection; the reader sets it.</summary>
    public Func<int, bool>? Collect { get; set; }

    /// <summary>Collects now, into these families.</summary>
    public void CollectInto(MetricFamilies target)
    {
        families = target;
        Collect!(Timeout.Infinite);
    }

    public override ExportResult Export(in Batch<Metric> batch)
    {
        foreach (var metric in batch) Write(metric);
        return ExportResult.Success;
    }

    private void Write(Metric metric)
    {
        var type = metric.MetricType switch
        {
            MetricType.LongSum or MetricType.DoubleSum => MetricNames.Counter,
            MetricType.Histogram => MetricNames.Histogram,
            MetricType.ExponentialHistogram => null,
            _ => MetricNames.Gauge, // what goes up and down too
        };
        if (type is null) return;
        var name = MetricNames.Of(metric.Name, metric.Unit, type);
        if (families.Lines(name, type, metric.Description) is not { } text) return;
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            if (type == MetricNames.Histogram) WriteHistogram(text, name, point);
            else Line(text, name, "", point, null, Value(metric.MetricType, point));
        }
    }

    private static double Value(MetricType type, in MetricPoint point) => type switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => point.GetSumDouble(),
        MetricType.LongGauge => point.GetGaugeLastValueLong(),
        _ => point.GetGaugeLastValueDouble(),
    };

    private static void WriteHistogram(StringBuilder text, string name, in MetricPoint point)
    {
        long cumulative = 0;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            cumulative += bucket.BucketCount;
            Line(text, name, "_bucket", point, PrometheusSyntax.Number(bucket.ExplicitBound), cumulative);
        }

        Line(text, name, "_sum", point, null, point.GetHistogramSum());
        Line(text, name, "_count", point, null, point.GetHistogramCount());
    }

    private static void Line(StringBuilder text, string name, string suffix, in MetricPoint point, string? bound, double value)
    {
        text.Append(name).Append(suffix);
        var separator = '{';
        foreach (var (key, tag) in point.Tags) PrometheusSyntax.Label(text, ref separator, key, tag);
        if (bound is not null) PrometheusSyntax.Label(text, ref separator, "le", bound);
        PrometheusSyntax.Value(text, separator, value);
    }
}
