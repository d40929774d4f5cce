using ArchOpt.Proposal.Messaging;
using ArchOpt.Studies.Protocol;

namespace ArchOpt.Proposal.Running;

/// <summary>Acts on durable decisions: sends, stops, counts, and tells those who watch.</summary>
internal sealed class DecisionEffects(TrialDispatcher dispatcher, StudyNotifier notifier, ProposalMetrics metrics)
{
    /// <summary>A superseded result came for a trial that had ended.</summary>
    public void CountLate() => metrics.Superseded();

    public void Act(StudySnapshot snapshot, List<Decision> decisions, StudyRunner runner)
    {
        foreach (var decision in decisions)
        {
            switch (decision)
            {
                case Decision.Dispatch dispatch:
                    dispatcher.Dispatch(snapshot.Record, dispatch.Trial, runner);
                    break;
                case Decision.Stop stop:
                    dispatcher.Stop(snapshot.Record.Id, stop);
                    break;
                case Decision.CountSuperseded:
                    metrics.Superseded();
                    break;
                case Decision.CountLeaseExpired:
                    metrics.LeaseExpired();
                    break;
            }
        }

        if (decisions.Count > 0) notifier.Changed(snapshot);
    }
}
