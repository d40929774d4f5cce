using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Protocol;

/// <summary>Events of trials: started, under way, finished, published, lost, claimed, asked for, enqueued.</summary>
public sealed partial class StudyProtocol
{
    private EventReply Started(StudyEvent.AttemptStarted e, List<Decision> decisions)
    {
        if (Find(e.Number, e.Attempt, out var trial) is { } other) return other;
        if (trial.Current.State == AttemptState.Queued)
        {
            waiting.Remove(e.Number);
            Replace(trial, trial.Start(e.Worker, e.Started), decisions);
        }

        return EventReply.Done.Instance;
    }

    private EventReply Published(StudyEvent.AttemptPublished e, List<Decision> decisions)
    {
        if (Find(e.Number, e.Attempt, out var trial) is { } other) return other;
        if (!trial.Current.Published)
        {
            waiting.Remove(e.Number); // a confirmation from before the projection was loaded anew
            var published = trial.Current with { Published = true };
            inFlight[e.Number] = trial with { Attempts = trial.Attempts.SetItem(published.Number - 1, published) };
            decisions.Add(new Decision.MarkPublished(e.Number, e.Attempt));
        }

        return EventReply.Done.Instance;
    }

    private EventReply.Done Reported(StudyEvent.StepReported e, List<Decision> decisions)
    {
        if (pruning is not null && Find(e.Number, e.Attempt, out _) is null && pruning.Report(e) is { } reason)
            decisions.Add(new Decision.Stop(e.Number, e.Attempt, AttemptState.Pruned, reason));
        return EventReply.Done.Instance;
    }

    private EventReply Finished(StudyEvent.AttemptFinished e, DateTimeOffset now, List<Decision> decisions)
    {
        if (!e.Outcome.Rule().IsTerminal) return new EventReply.Refused($"{e.Outcome} is no outcome");
        var attempt = e.Attempt ?? inFlight.GetValueOrDefault(e.Number)?.Current.Number ?? 1;
        if (Find(e.Number, attempt, out var trial) is { } other)
        {
            if (other is not EventReply.Refused) return other;
            if (trial.Supersede(e, now) is not { } superseded) return new EventReply.Told(trial, Superseded: true);
            Replace(trial, superseded, decisions);
            decisions.Add(new Decision.CountSuperseded());
            return new EventReply.Told(superseded, Superseded: true);
        }

        var result = pruning?.Completed(trial, e) ?? e;
        var judgement = TrialJudgement.Judge(study, result.Outcome, result.Metrics, result.Error);
        var ended = trial.End(judgement, result, pruning?.CurveOf(result) ?? [], LastSequence + 1, now);
        Observe(trial, ended, decisions);
        return new EventReply.Told(ended, Superseded: false);
    }

    private EventReply Lost(StudyEvent.AttemptLost e, DateTimeOffset now, List<Decision> decisions)
    {
        if (Find(e.Number, e.Attempt, out var trial) is { } other) return other;
        decisions.Add(new Decision.CountLeaseExpired());
        decisions.Add(new Decision.Stop(e.Number, e.Attempt, AttemptState.Superseded));
        if (pruning?.ResultWithoutWorker(trial) is { } pruned) return Finished(pruned, now, decisions);
        StartOver(trial, e.Reason, now, decisions);
        return EventReply.Done.Instance;
    }

    private EventReply Claim(StudyEvent.ClaimRequested e, DateTimeOffset now, List<Decision> decisions)
    {
        if (Find(e.Number, e.Attempt, out var trial) is { } other)
        {
            if (other is EventReply.Refused && trial.WasClaimedBy(e.Worker, e.Attempt)) return new EventReply.Claimed(trial.Current.Number);
            return other is EventReply.Refused ? new EventReply.Refused("a later attempt has taken over") : other;
        }

        if (e.Holder is not null && e.Holder != e.Worker) return new EventReply.Refused($"worker {e.Holder} runs it");
        if (Record.HasEnded) return new EventReply.Refused("the study has ended");
        if (pruning?.ResultWithoutWorker(trial) is { } pruned)
        {
            Finished(pruned, now, decisions);
            return new EventReply.Refused("the trial was stopped as hopeless");
        }

        if (trial.Current.Number >= MostAttempts)
        {
            StartOver(trial, "its worker disappeared", now, decisions);
            return new EventReply.Refused("it has lost too many workers");
        }

        var claimed = trial.StartOver($"its message came back and {e.Worker} took it", now, e.Worker);
        waiting.Remove(e.Number);
        Replace(trial, claimed, decisions);
        return new EventReply.Claimed(claimed.Current.Number);
    }

    private EventReply Ask(int count, DateTimeOffset now, List<Decision> decisions)
    {
        if (!external) return new EventReply.Refused($"the study is run by the evaluator '{study.Evaluator.Name}'; ask needs the evaluator 'external'");
        EndWhenOver(now, decisions); // nothing is handed out that the same batch would cancel
        if (Record.Status != StudyStatus.Running) return new EventReply.Refused($"the study is {Record.Status}: {Record.Reason}");
        var handedOut = ImmutableArray.CreateBuilder<Trial>();
        while (handedOut.Count < count && (waiting.Count > 0 || TryPropose(now, decisions) is not null))
        {
            var trial = inFlight[waiting.Min];
            waiting.Remove(trial.Number);
            var started = trial.Start(worker: null, now);
            Replace(trial, started, decisions);
            handedOut.Add(started);
        }

        return new EventReply.Trials(handedOut.ToImmutable());
    }

    private EventReply Enqueue(ImmutableArray<Configuration> configurations, DateTimeOffset now, List<Decision> decisions)
    {
        if (Record.HasEnded) return new EventReply.Refused($"the study is {Record.Status}: {Record.Reason}");
        var replicates = study.TrialsPerConfiguration;
        var unfinishedBlock = (replicates - (Tally.Total % replicates)) % replicates;
        var needed = unfinishedBlock + ((long)configurations.Length * replicates);
        if (Used + needed > Record.Budget.Trials)
        {
            return new EventReply.Refused(
                $"the budget of {Record.Budget.Trials} trials leaves {Record.Budget.Trials - Used}, and these configurations need {needed}");
        }

        for (var i = 0; i < unfinishedBlock; i++) TryPropose(now, decisions);
        var trials = ImmutableArray.CreateBuilder<Trial>();
        foreach (var configuration in configurations)
        {
            for (var i = 0; i < replicates; i++) trials.Add(Insert(configuration, TrialOrigin.Enqueued, "enqueued", now, decisions));
        }

        return new EventReply.Trials(trials.ToImmutable());
    }

    private void StartOver(Trial trial, string reason, DateTimeOffset now, List<Decision> decisions)
    {
        if (trial.Current.Number >= MostAttempts)
        {
            var failed = trial.End(TrialState.Failed, $"{reason}, as in {MostAttempts} attempts", LastSequence + 1, now);
            Observe(trial, failed, decisions);
            return;
        }

        waiting.Add(trial.Number);
        Replace(trial, trial.StartOver(reason, now), decisions);
    }

    /// <summary>
    /// Null and the trial when the attempt is current and in flight. Otherwise why not: Ended (the trial has ended),
    /// Refused (an older attempt of a trial in flight, which is given), Unknown (not a trial or attempt of this projection).
    /// </summary>
    private EventReply? Find(long number, int attempt, out Trial trial)
    {
        if (!inFlight.TryGetValue(number, out trial!))
            return number >= 0 && number < Tally.Total ? new EventReply.Ended() : new EventReply.Unknown();
        if (attempt == trial.Current.Number) return null;
        return attempt < trial.Current.Number ? new EventReply.Refused("a later attempt has taken over") : new EventReply.Unknown();
    }
}
