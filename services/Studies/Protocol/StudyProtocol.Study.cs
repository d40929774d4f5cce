using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Protocol;

/// <summary>Events of the study: paused, resumed, cancelled, ended, and time passing.</summary>
public sealed partial class StudyProtocol
{
    private EventReply Pause(DateTimeOffset now, List<Decision> decisions)
    {
        if (Record.Status == StudyStatus.Running) SetStatus(StudyStatus.Paused, "paused by request", now, decisions);
        return Record.HasEnded ? new EventReply.Refused($"the study is {Record.Status}: {Record.Reason}") : EventReply.Done.Instance;
    }

    private EventReply Resume(Budget? budget, DateTimeOffset now, List<Decision> decisions)
    {
        if (Record.Status == StudyStatus.Cancelled) return new EventReply.Refused("the study was cancelled, which is final");
        var larger = budget is not null && budget != Record.Budget;
        // One that only holds what was imported has used nothing of its budget.
        if (Record.HasEnded && (!(larger || Used == 0) || Spent(budget ?? Record.Budget, now) is not null))
            return new EventReply.Refused($"the study is {Record.Status}: {Record.Reason}; a larger budget would let it go on");
        if (larger) Record = Record with { Budget = budget! };
        Record = Record with { SpaceIsInferred = false }; // what it proposes from now on rests on its space
        if (Record.Status != StudyStatus.Running) SetStatus(StudyStatus.Running, larger ? "resumed with another budget" : "resumed", now, decisions);
        else if (larger) SetStatus(StudyStatus.Running, "budget changed", now, decisions);
        return EventReply.Done.Instance;
    }

    private EventReply Cancel(string reason, DateTimeOffset now, List<Decision> decisions)
    {
        if (Record.HasEnded) return new EventReply.Refused($"the study is {Record.Status}: {Record.Reason}");
        CancelInFlight(reason, now, decisions);
        SetStatus(StudyStatus.Cancelled, reason, now, decisions);
        return EventReply.Done.Instance;
    }

    private EventReply Tick(DateTimeOffset now, List<Decision> decisions)
    {
        if (external && askTimeout is { } timeout)
        {
            foreach (var late in inFlight.Values.Where(t => t.Current.Started + timeout < now).ToArray())
                StartOver(late, $"no result within {timeout} of being asked for", now, decisions);
        }

        if (Record.Status == StudyStatus.Running && now - RunningSince >= ElapsedIsStoredEvery)
            SetStatus(StudyStatus.Running, Record.Reason, now, decisions);
        return EventReply.Done.Instance;
    }

    private void EndWhenOver(DateTimeOffset now, List<Decision> decisions)
    {
        if (Record.HasEnded)
        {
            // Another Proposal may have inserted a trial while this study was being ended: nobody else would end it.
            CancelInFlight(Record.Reason, now, decisions);
        }
        else if (Spent(Record.Budget, now) is var (status, reason))
        {
            CancelInFlight(reason, now, decisions);
            SetStatus(status, reason, now, decisions);
        }
        else if (exhausted is not null && inFlight.Count == 0)
        {
            SetStatus(StudyStatus.Completed, exhausted, now, decisions);
        }
    }

    /// <summary>How the study ends under this budget now, or null while it goes on.</summary>
    private (StudyStatus Status, string Reason)? Spent(Budget budget, DateTimeOffset now)
    {
        if (budget.Failures is { } failures && Tally.Failures - Imported.Failures is var failed && failed >= failures)
            return (StudyStatus.Failed, $"{failed} trials failed, and the budget allows fewer than {failures}");
        if (budget.Time is { } time && Elapsed(now) >= time)
            return (StudyStatus.Completed, $"the time budget of {time} is used");
        if (inFlight.Count == 0 && Used >= budget.Trials)
            return (StudyStatus.Completed, $"the budget of {budget.Trials} trials is used");
        return null;
    }

    private void CancelInFlight(string reason, DateTimeOffset now, List<Decision> decisions)
    {
        foreach (var trial in inFlight.Values.ToArray())
        {
            if (!waiting.Contains(trial.Number)) decisions.Add(new Decision.Stop(trial.Number, trial.Current.Number, AttemptState.Cancelled));
            Observe(trial, trial.End(TrialState.Cancelled, reason, LastSequence + 1, now), decisions);
        }
    }

    private void SetStatus(StudyStatus status, string reason, DateTimeOffset now, List<Decision> decisions)
    {
        var elapsed = Elapsed(now);
        RunningSince = now;
        // Several changes in one batch are one write, so one revision. It keeps its place, so that a larger budget is
        // durable before the trials it allows; only an end comes after everything, so that it never leaves a trial behind.
        var place = decisions.FindIndex(d => d is Decision.ReplaceStudy);
        if (place >= 0) decisions.RemoveAt(place);
        Record = Record with { Status = status, Reason = reason, Elapsed = elapsed, Revision = place >= 0 ? Record.Revision : Record.Revision + 1 };
        Record = Record with { Ended = Record.HasEnded ? Record.Ended ?? now : null, Best = Record.HasEnded ? Standings.Best?.Number : null };
        decisions.Insert(place >= 0 && !Record.HasEnded ? place : decisions.Count, new Decision.ReplaceStudy(Record));
    }
}
