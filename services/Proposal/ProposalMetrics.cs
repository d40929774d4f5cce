using System.Diagnostics.Metrics;

namespace ArchOpt.Proposal;

/// <summary>Counters of what the protocol had to put right.</summary>
internal sealed class ProposalMetrics
{
    private readonly Counter<long> superseded;
    private readonly Counter<long> leaseExpired;

    public ProposalMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("ArchOpt.Proposal");
        superseded = meter.CreateCounter<long>("archopt_superseded_results", description: "Results of attempts that were no longer current.");
        leaseExpired = meter.CreateCounter<long>("archopt_lease_expired", description: "Attempts given up because their worker was silent or their message gone.");
    }

    public void Superseded() => superseded.Add(1);

    public void LeaseExpired() => leaseExpired.Add(1);
}
