using ArchOpt.Proposal.Running;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;
using Microsoft.Extensions.Options;

namespace ArchOpt.Proposal.Fleet;

/// <summary>
/// Says when a study waits for workers that do not exist: its trials wait in the queue of an evaluator and resource class
/// that no living worker consumes. Silent for a lease, in which a worker may be starting anew.
/// </summary>
internal sealed class WorkerShortage(WorkerFleet fleet, IOptions<ProposalOptions> options, TimeProvider clock)
{
    private const int MostOffersShown = 12;

    /// <summary>One sentence for people; null when nothing is known to be wrong.</summary>
    public string? Explain(StudySnapshot snapshot, EvaluatorReference evaluator)
    {
        if (snapshot.Record.Status != StudyStatus.Running || evaluator.Name == EvaluatorReference.External) return null;
        if (!fleet.IsWarm || snapshot.WaitingSince is not { } since || clock.GetUtcNow() - since < options.Value.Lease) return null;
        var offers = fleet.Offers();
        if (offers.Contains((evaluator.Name, evaluator.ResourceClass))) return null;
        var lacking = $"no living worker takes evaluator '{evaluator.Name}' of class '{evaluator.ResourceClass}'";
        if (offers.IsEmpty) return $"{lacking}; none is heard of at all";
        var shown = string.Join(", ", offers.Take(MostOffersShown).Select(offer => $"{offer.Evaluator}/{offer.ResourceClass}"));
        return $"{lacking}; workers offer: {shown}{(offers.Length > MostOffersShown ? ", ..." : "")}";
    }
}
