using ArchOpt.Proposal.Messaging;
using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Proposal.Running;

/// <summary>Acts on durable decisions: sends, stops, counts, and tells those who watch.</summary>
internal sealed class DecisionEffects(TrialDispatcher dispatcher, StudyNotifier notifier, ProposalMetrics metrics, StudyFigures figures, TrialJournal journal)
{
    /// <summary>A superseded result came for a trial that had ended.</summary>
    public void CountLate() => metrics.Superseded();

    /// <summary>The study was deleted.</summary>
    public void Forget(string studyId)
    {
        figures.Forget(studyId);
        journal.Forget(studyId);
    }

    public void Act(StudySnapshot snapshot, List<Decision> decisions, StudyRunner runner)
    {
        figures.Update(snapshot);
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
                case Decision.Replace { Trial: var trial } when trial.State.Rule().IsTerminal:
                    metrics.TrialEnded(trial.Current.DurationSeconds);
                    journal.Ended(snapshot.Record, trial);
                    break;
                case Decision.CountSuperseded:
                    metrics.Superseded();
                    break;
                case Decision.CountLeaseExpired:
                    metrics.LeaseExpired();
                    break;
            }
        }

        if (snapshot.Record.HasEnded) journal.Forget(snapshot.Record.Id);
        if (decisions.Count > 0) notifier.Changed(snapshot);
    }
}
