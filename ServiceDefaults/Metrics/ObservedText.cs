using System.Diagnostics.Metrics;

namespace ArchOpt.ServiceDefaults.Metrics;

/// <summary>
/// Our observable instruments in the Prometheus text format, as their callbacks answer now and nothing else. OpenTelemetry's
/// cumulative streams go on exporting what a callback once reported, so a deleted study would be shown with its last figures
/// for ever, and they bound how many label sets there may be.
/// </summary>
/// <remarks>Only instruments of this host's own meters, and of meters that belong to no host: several hosts may share a process.</remarks>
internal sealed class ObservedText : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly MetricFamilies families;

    public ObservedText(IMeterFactory meters, MetricFamilies families)
    {
        this.families = families;
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (Takes(instrument) && (instrument.Meter.Scope is null || ReferenceEquals(instrument.Meter.Scope, meters))) self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<float>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
    }

    /// <summary>What is written here and must not be written by OpenTelemetry too.</summary>
    public static bool Takes(Instrument instrument) => instrument.IsObservable && instrument.Meter.Name.StartsWith("ArchOpt.", StringComparison.Ordinal);

    /// <summary>Asks the instruments. Not thread-safe.</summary>
    public void Collect() => listener.RecordObservableInstruments();

    public void Dispose() => listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var type = instrument is ObservableCounter<long> or ObservableCounter<double> or ObservableCounter<int> or ObservableCounter<float> ? MetricNames.Counter : MetricNames.Gauge;
        var name = MetricNames.Of(instrument.Name, instrument.Unit, type);
        if (families.Lines(name, type, instrument.Description) is not { } text) return;
        text.Append(name);
        var separator = '{';
        foreach (var (key, label) in tags) PrometheusSyntax.Label(text, ref separator, key, label);
        PrometheusSyntax.Value(text, separator, value);
    }
}
