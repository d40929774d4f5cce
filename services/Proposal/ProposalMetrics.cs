using System.Diagnostics.Metrics;

namespace ArchOpt.Proposal;

/// <summary>
/// What this process has done since it began: counters from zero on, and how long things took. Whatever describes a study
/// is in <see cref="StudyFigures"/> and survives a restart.
/// </summary>
internal sealed class ProposalMetrics
{
    /// <summary>From a look-up in a table to two days of training.</summary>
    private static readonly double[] TrialSeconds = [0.001, 0.01, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 1_800, 3_600, 10_800, 43_200, 86_400, 172_800];

    private static readonly double[] ProposalSeconds = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly Histogram<double> trialDuration;
    private readonly Histogram<double> proposalDuration;
    private readonly TimeProvider clock;
    private long superseded, leaseExpired, results, storeErrors;

    public ProposalMetrics(IMeterFactory meters, TimeProvider clock)
    {
        this.clock = clock;
        var meter = meters.Create("ArchOpt.Proposal");
        // Observed rather than counted: a series is there, and zero, before the first of what it counts.
        meter.CreateObservableCounter("archopt_superseded_results", () => Volatile.Read(ref superseded), description: "Results of attempts that were no longer current.");
        meter.CreateObservableCounter("archopt_lease_expired", () => Volatile.Read(ref leaseExpired), description: "Attempts given up because their worker was silent or their message gone.");
        meter.CreateObservableCounter("archopt_results_consumed", () => Volatile.Read(ref results), description: "Results that were taken from the queue, repeated ones too.");
        meter.CreateObservableCounter("archopt_store_errors", () => Volatile.Read(ref storeErrors), description: "Reads and writes that the store refused and that were tried again.");
        trialDuration = meter.CreateHistogram(
            "archopt_trial_duration", "s", "Time of one evaluation, as its worker measured it.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = TrialSeconds });
        proposalDuration = meter.CreateHistogram(
            "archopt_proposal", "s", "Time that a strategy took for one configuration.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = ProposalSeconds });
    }

    public void Superseded() => Interlocked.Increment(ref superseded);

    public void LeaseExpired() => Interlocked.Increment(ref leaseExpired);

    public void ResultConsumed() => Interlocked.Increment(ref results);

    public void StoreFailed() => Interlocked.Increment(ref storeErrors);

    /// <param name="seconds">Null when nobody measured it.</param>
    public void TrialEnded(double? seconds)
    {
        if (seconds is >= 0 and < double.PositiveInfinity) trialDuration.Record(seconds.Value);
    }

    /// <summary>The beginning of a proposal, for <see cref="Proposed"/>.</summary>
    public long StartProposal() => clock.GetTimestamp();

    public void Proposed(string strategy, long started) =>
        proposalDuration.Record(clock.GetElapsedTime(started).TotalSeconds, new KeyValuePair<string, object?>("strategy", strategy));
}
