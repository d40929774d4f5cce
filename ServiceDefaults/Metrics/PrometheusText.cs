using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace ArchOpt.ServiceDefaults.Metrics;

/// <summary>
/// Writes metrics in the Prometheus text format, version 0.0.4. OpenTelemetry's own exporter is not on every feed that
/// we build from; this one knows counters, gauges and histograms with explicit buckets, which is all that we record.
/// </summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusText : BaseExporter<Metric>, IPullMetricExporter
{
    private readonly StringBuilder text = new();

    /// <summary>Starts a collection; the reader sets it.</summary>
    public Func<int, bool>? Collect { get; set; }

    /// <summary>What the last export wrote.</summary>
    public string Text => text.ToString();

    public override ExportResult Export(in Batch<Metric> batch)
    {
        text.Clear();
        foreach (var metric in batch) Write(metric);
        return ExportResult.Success;
    }

    private void Write(Metric metric)
    {
        var type = metric.MetricType switch
        {
            MetricType.LongSum or MetricType.DoubleSum => "counter",
            MetricType.Histogram => "histogram",
            MetricType.ExponentialHistogram => null,
            _ => "gauge",
        };
        if (type is null) return;
        var name = PrometheusSyntax.Name(metric.Name, isCounter: type == "counter");
        PrometheusSyntax.Header(text, name, type, metric.Description);
        foreach (ref readonly var point in metric.GetMetricPoints()) Write(metric.MetricType, name, point);
    }

    private void Write(MetricType type, string name, in MetricPoint point)
    {
        switch (type)
        {
            case MetricType.Histogram:
                WriteHistogram(name, point);
                break;
            case MetricType.LongSum or MetricType.LongSumNonMonotonic:
                Line(name, "", point, null, point.GetSumLong());
                break;
            case MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic:
                Line(name, "", point, null, point.GetSumDouble());
                break;
            case MetricType.LongGauge:
                Line(name, "", point, null, point.GetGaugeLastValueLong());
                break;
            default:
                Line(name, "", point, null, point.GetGaugeLastValueDouble());
                break;
        }
    }

    private void WriteHistogram(string name, in MetricPoint point)
    {
        long cumulative = 0;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            cumulative += bucket.BucketCount;
            Line(name, "_bucket", point, PrometheusSyntax.Number(bucket.ExplicitBound), cumulative);
        }

        Line(name, "_sum", point, null, point.GetHistogramSum());
        Line(name, "_count", point, null, point.GetHistogramCount());
    }

    private void Line(string name, string suffix, in MetricPoint point, string? bound, double value)
    {
        text.Append(name).Append(suffix);
        var separator = '{';
        foreach (var (key, tag) in point.Tags) PrometheusSyntax.Label(text, ref separator, key, tag);
        if (bound is not null) PrometheusSyntax.Label(text, ref separator, "le", bound);
        PrometheusSyntax.Value(text, separator, value);
    }
}
