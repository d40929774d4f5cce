using System.Collections.Immutable;
using System.Diagnostics;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Strategies;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.History;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Protocol;

/// <summary>
/// The state machine of one study: events in, decisions out, no input or output of its own. It holds what is in
/// flight, the fold of what was observed, and the counts; everything in it is implied by the store, so it may be
/// thrown away and loaded again at any time, and must be when a write of its decisions was refused.
/// </summary>
/// <remarks>
/// Exactly-once accounting rests on three facts. Numbers are taken by inserting trials. Only the current attempt of a
/// trial in flight can end it. A trial that has ended is no longer in flight. So a duplicate, a late or a stale
/// message finds nothing to change. Not thread-safe.
/// </remarks>
public sealed partial class StudyProtocol
{
    /// <summary>A trial that lost this many workers is failed: it may be what kills them.</summary>
    public const int MostAttempts = 20;

    private static readonly TimeSpan ElapsedIsStoredEvery = TimeSpan.FromSeconds(10);

    private readonly StudyDefinition study;
    private readonly SearchHistory history;
    private readonly NextConfiguration next;
    private readonly SortedDictionary<long, Trial> inFlight = [];
    private readonly SortedSet<long> waiting = [];
    private readonly TrialPruning? pruning;
    private readonly bool external;
    private string seal = Seal.Origin;
    private string? exhausted;
    private TimeSpan? askTimeout;

    /// <param name="study">The definition; the budget in force is the record's.</param>
    /// <param name="record">The study as stored.</param>
    /// <param name="strategy">With an empty history.</param>
    /// <param name="askTimeout">How long an asked trial of an external study may take; null for ever.</param>
    /// <param name="now">When the study was opened; time before it does not count.</param>
    public StudyProtocol(StudyDefinition study, StudyRecord record, IStrategy strategy, TimeSpan? askTimeout, DateTimeOffset now)
    {
        this.study = study;
        this.askTimeout = askTimeout;
        Record = record;
        history = new SearchHistory(study, strategy);
        next = new NextConfiguration(study, history);
        Results = new StudyResults(study);
        pruning = TrialPruning.Of(study);
        external = study.Evaluator.Name == EvaluatorReference.External;
        RunningSince = now;
    }

    /// <summary>The study as it is, decided changes included.</summary>
    public StudyRecord Record { get; private set; }

    /// <summary>1, or the number of replicate seeds.</summary>
    public int TrialsPerConfiguration => study.TrialsPerConfiguration;

    public TrialTally Tally { get; } = new();

    /// <summary>What has come out so far, overall and by group.</summary>
    public StudyResults Results { get; }

    public Standings Standings => Results.Standings;

    /// <summary>Where the search is, group by group; empty for a strategy that has nothing to say of itself.</summary>
    public ImmutableArray<SearchState> SearchStates => history.States;

    /// <summary>Since when the first of the dispatched trials that no worker is known to run waits; null when there is none.</summary>
    public DateTimeOffset? WaitingSince => inFlight.Values.FirstOrDefault(t => t.State == TrialState.Proposed && !waiting.Contains(t.Number))?.Current.Queued;

    /// <summary>The sequence number of the last observation.</summary>
    public long LastSequence { get; private set; }

    /// <summary>From when on time counts that <see cref="Record"/> does not hold yet.</summary>
    public DateTimeOffset RunningSince { get; private set; }

    /// <summary>Trials that have not ended, in number order.</summary>
    public IReadOnlyCollection<Trial> InFlight => inFlight.Values;

    /// <summary>Dispatched and not ended: what parallelism bounds.</summary>
    public int Dispatched => inFlight.Count - waiting.Count;

    /// <summary>Time spent running, up to now.</summary>
    public TimeSpan Elapsed(DateTimeOffset now) =>
        Record.Elapsed + (Record.Status == StudyStatus.Running ? now - RunningSince : TimeSpan.Zero);

    /// <summary>Loads one observation. Call it for all, in sequence order, before <see cref="LoadInFlight"/>.</summary>
    public void LoadObserved(Trial trial, Attempt attempt)
    {
        var first = trial.Attempts.First(a => a.Sequence is not null).Number == attempt.Number;
        if (first) next.Recorded(trial.Number, trial.Configuration, trial.Origin);
        if (first && trial.State.Rule().IsTerminal) Count(trial);
        if (first) CountImport(trial);
        if (first && trial.Discarded is not null) Discarded++;
        history.Observe(trial.Number, trial.Configuration, attempt);
        Results.Observe(trial.Number, trial.Configuration, attempt);
        pruning?.Ended(trial.Number, attempt);
        LastSequence = attempt.Sequence!.Value;
        seal = attempt.Seal!;
    }

    /// <summary>Loads one trial that has not ended, in any order.</summary>
    /// <param name="queueIsEmpty">The transport lost what had been published: such a trial starts over.</param>
    public void LoadInFlight(Trial trial, bool queueIsEmpty, DateTimeOffset now, List<Decision> decisions)
    {
        if (!trial.IsObserved)
        {
            next.Recorded(trial.Number, trial.Configuration, trial.Origin);
            history.Proposed(trial.Number, trial.Configuration);
        }

        Count(trial);
        inFlight.Add(trial.Number, trial);
        if (!trial.Current.Published) waiting.Add(trial.Number);
        else if (queueIsEmpty && !external) StartOver(trial, "the process that ran it ended", now, decisions);
    }

    /// <summary>Applies one event and says what must be done about it. Time never runs backwards.</summary>
    public EventReply Handle(StudyEvent studyEvent, DateTimeOffset now, List<Decision> decisions) => studyEvent switch
    {
        StudyEvent.AttemptStarted e => Started(e, decisions),
        StudyEvent.AttemptFinished e => Finished(e, now, decisions),
        StudyEvent.StepReported e => Reported(e, decisions),
        StudyEvent.AttemptPublished e => Published(e, decisions),
        StudyEvent.AttemptLost e => Lost(e, now, decisions),
        StudyEvent.ClaimRequested e => Claim(e, now, decisions),
        StudyEvent.Asked e => Ask(e.Count, now, decisions),
        StudyEvent.Enqueued e => Enqueue(e.Configurations, now, decisions),
        StudyEvent.Imported e => Import(e, now, decisions),
        StudyEvent.ReplayRequested e => Replay(e, now, decisions),
        StudyEvent.DiscardRequested e => Discard(e, now, decisions),
        StudyEvent.SettingsEdited e => Edit(e, now, decisions),
        StudyEvent.PauseRequested => Pause(now, decisions),
        StudyEvent.ResumeRequested e => Resume(e.Budget, now, decisions),
        StudyEvent.CancelRequested e => Cancel(e.Reason, now, decisions),
        StudyEvent.Tick => Tick(now, decisions),
        _ => throw new UnreachableException($"Unknown event {studyEvent.GetType().Name}."),
    };

    /// <summary>Fills the free places with what waits and with new proposals, and ends the study when it is over. Call it after a batch of events.</summary>
    public void Schedule(DateTimeOffset now, List<Decision> decisions)
    {
        EndWhenOver(now, decisions); // before new trials: a study that is over proposes nothing
        if (Record.Status == StudyStatus.Running && !external)
        {
            while (Dispatched < Record.Budget.Parallelism)
            {
                if (waiting.Count == 0 && TryPropose(now, decisions) is null) break;
                var number = waiting.Min;
                waiting.Remove(number);
                decisions.Add(new Decision.Dispatch(inFlight[number]));
            }
        }

        EndWhenOver(now, decisions);
        NoteCounts(now, decisions);
        annotated.Clear();
    }

    private Trial? TryPropose(DateTimeOffset now, List<Decision> decisions)
    {
        var number = Tally.Total;
        if (exhausted is not null || Used >= Record.Budget.Trials) return null;
        if (Spent(Record.Budget, now) is not null) return null; // only replayed trials keep the study running
        Proposal proposal;
        TrialOrigin origin;
        try
        {
            (proposal, origin) = next.For(number);
        }
        catch (Exception e)
        {
            // A fault of the strategy must not cost the results that are still to come: they are recorded in a paused study too.
            SetStatus(StudyStatus.Paused, $"the strategy failed on trial {number}: {e.Message}", now, decisions);
            return null;
        }

        switch (proposal)
        {
            case Proposal.Next decided:
                return Insert(decided.Configuration, origin, decided.Reason, now, decisions);
            case Proposal.Exhausted end:
                exhausted = end.Reason;
                return null;
            case Proposal.Wait wait when inFlight.Count == 0:
                exhausted = $"nothing is in flight, and the strategy waits: {wait.Reason}"; // better than to hang for ever
                return null;
            default:
                return null;
        }
    }

    private Trial Insert(Configuration configuration, TrialOrigin origin, string reason, DateTimeOffset now, List<Decision> decisions)
    {
        var number = Tally.Total;
        var trial = TrialTransitions.Propose(Record.Id, number, configuration, origin, reason, LastSequence, next.SeedOf(number), now);
        next.Recorded(number, configuration, origin);
        history.Proposed(number, configuration);
        Count(trial);
        inFlight.Add(number, trial);
        waiting.Add(number);
        decisions.Add(new Decision.Insert(trial));
        return trial;
    }

    private void Count(Trial trial)
    {
        Tally[trial.State]++;
        Results.Count(trial.Number, trial.Configuration, trial.State);
    }

    private void Replace(Trial before, Trial after, List<Decision> decisions)
    {
        if (before.State != after.State)
        {
            Tally.Move(before.State, after.State);
            Results.Move(after.Configuration, before.State, after.State);
        }

        if (after.State.Rule().IsTerminal)
        {
            inFlight.Remove(after.Number);
            waiting.Remove(after.Number);
        }
        else
        {
            inFlight[after.Number] = after;
        }

        decisions.Add(new Decision.Replace(after));
    }

    private void Observe(Trial before, Trial ended, List<Decision> decisions) => Replace(before, Append(ended), decisions);

    /// <summary>Appends the ended trial to history: sequence number, seal, fold, standings. Gives it back with its seal.</summary>
    private Trial Append(Trial ended)
    {
        var attempt = ended.Current;
        LastSequence = attempt.Sequence!.Value;
        seal = Seal.Next(seal, ended, attempt);
        attempt = attempt with { Seal = seal };
        ended = ended with { Attempts = ended.Attempts.SetItem(attempt.Number - 1, attempt) };
        history.Observe(ended.Number, ended.Configuration, attempt);
        Results.Observe(ended.Number, ended.Configuration, attempt);
        pruning?.Ended(ended.Number, attempt);
        return ended;
    }
}
