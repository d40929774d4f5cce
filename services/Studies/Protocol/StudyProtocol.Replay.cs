using System.Collections.Immutable;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Protocol;

/// <summary>Failed trials are run again: the next attempt of the same trial, without a new number and without budget.</summary>
/// <remarks>
/// The attempt that failed keeps its outcome and its place among the observations, so nothing is rewritten that the strategy has seen;
/// the new attempt's result is a further observation. A trial is replayed at most once for each failure: from then on it is in flight,
/// so a repeated request, or another at the same time, finds nothing to do.
/// </remarks>
public sealed partial class StudyProtocol
{
    private EventReply Replay(StudyEvent.ReplayRequested e, DateTimeOffset now, List<Decision> decisions)
    {
        if (Record.Status == StudyStatus.Cancelled) return new EventReply.Refused("the study was cancelled, which is final");
        var stored = e.Stored.ToDictionary(trial => trial.Number);
        var failed = new List<Trial>(stored.Count);
        var skipped = ImmutableArray.CreateBuilder<SkippedTrial>();
        foreach (var number in e.Numbers.Distinct())
        {
            if (stored.TryGetValue(number, out var known) && IsAhead(known)) return new EventReply.Unknown();
            var trial = Latest(number, known);
            if (trial.WhyNotReplayed() is { } reason) skipped.Add(new(number, reason));
            else failed.Add(trial!);
        }

        // The study first: one that runs may hold trials in flight, one that has ended may not.
        if (failed.Count > 0 && Record.HasEnded) RunAgain(failed.Count, now, decisions);
        return new EventReply.Replayed([.. failed.Select(trial => Replay(trial, now, decisions))], skipped.ToImmutable());
    }

    private Trial Replay(Trial failed, DateTimeOffset now, List<Decision> decisions)
    {
        var replayed = failed.Replay(now);
        annotated.Remove(failed.Number);
        if (failed.Discarded is not null) Discarded--;
        waiting.Add(replayed.Number);
        Replace(failed, replayed, decisions);
        return replayed;
    }

    /// <summary>Whether another Proposal has written of the trial what this projection has not seen.</summary>
    private bool IsAhead(Trial stored) => inFlight.TryGetValue(stored.Number, out var trial)
        ? stored.Revision > trial.Revision
        : !stored.State.Rule().IsTerminal || stored.Attempts.Any(attempt => attempt.Sequence > LastSequence);

    /// <summary>Ended trials that run again.</summary>
    private int ReplaysInFlight => inFlight.Values.Count(trial => trial.IsObserved);

    private void RunAgain(int replayed, DateTimeOffset now, List<Decision> decisions) =>
        SetStatus(StudyStatus.Running, $"{replayed} failed {(replayed == 1 ? "trial is" : "trials are")} run again", now, decisions);
}
