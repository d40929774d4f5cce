using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Pruners;
using ArchOpt.Studies.Import;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Protocol;

/// <summary>How one trial changes: each function gives the next revision and decides nothing else.</summary>
public static class TrialTransitions
{
    /// <summary>A trial whose first attempt is decided and not yet published.</summary>
    public static Trial Propose(
        string studyId, long number, Configuration configuration, TrialOrigin origin, string reason, long basedOn, long seed, DateTimeOffset now) => new()
        {
            StudyId = studyId,
            Number = number,
            Configuration = configuration,
            Origin = origin,
            Reason = reason,
            BasedOn = basedOn,
            Seed = seed,
            Created = now,
            Attempts = [new Attempt { Number = 1, Queued = now }],
        };

    /// <summary>A trial that has ended elsewhere: one attempt, observed with this sequence number. The seal is the caller's.</summary>
    public static Trial Import(
        string studyId, long number, ImportSource source, ImportedTrial row, TrialJudgement judgement, long sequence, DateTimeOffset now) => new()
        {
            StudyId = studyId,
            Number = number,
            Configuration = row.Configuration,
            Origin = TrialOrigin.Imported,
            Import = source,
            Reason = row.Name.Length > 0 ? $"imported: {row.Name}" : $"imported: row {source.Row}",
            BasedOn = sequence - 1,
            Seed = row.Seed ?? 0,
            State = judgement.State,
            Created = now,
            Attempts =
            [
                new Attempt
                {
                    Number = 1,
                    State = judgement.State.ToAttemptState(),
                    Sequence = sequence,
                    Published = true,
                    Queued = now,
                    Started = row.Started,
                    Ended = EndOf(row) ?? now,
                    Worker = row.Worker,
                    DurationSeconds = row.DurationSeconds,
                    Values = judgement.Values,
                    Metrics = row.Metrics,
                    Violation = judgement.Violation,
                    Failure = judgement.Failure,
                    Reason = judgement.Reason,
                },
            ],
        };

    /// <summary>When an imported run ended; null when its times do not say.</summary>
    private static DateTimeOffset? EndOf(ImportedTrial row) =>
        row is { Started: { } started, DurationSeconds: { } seconds } && seconds >= 0 && seconds < (DateTimeOffset.MaxValue - started).TotalSeconds
            ? started.AddSeconds(seconds)
            : null;

    /// <summary>The current attempt runs.</summary>
    public static Trial Start(this Trial trial, string? worker, DateTimeOffset started) => trial.WithAttempt(trial.Current with
    {
        State = AttemptState.Running,
        Published = true,
        Worker = worker,
        Started = started,
    }) with
    { State = TrialState.Running };

    /// <summary>The current attempt is given up and the next one begins: waiting, or already in the hands of a worker.</summary>
    public static Trial StartOver(this Trial trial, string reason, DateTimeOffset now, string? worker = null)
    {
        var lost = trial.Current with { State = AttemptState.Lost, Ended = now, Reason = reason };
        var next = new Attempt { Number = lost.Number + 1, Queued = now };
        if (worker is not null) next = next with { State = AttemptState.Running, Published = true, Worker = worker, Started = now };
        return trial with
        {
            Attempts = trial.Attempts.SetItem(lost.Number - 1, lost).Add(next),
            State = worker is null ? TrialState.Proposed : TrialState.Running,
            Revision = trial.Revision + 1,
        };
    }

    /// <summary>Why a trial is not put back: null for one that failed here.</summary>
    /// <param name="trial">As it is now; null when there is no such trial.</param>
    public static string? WhyNotReplayed(this Trial? trial) => trial switch
    {
        null => "there is no such trial",
        { State: TrialState.Proposed or TrialState.Running } => $"it is under way (attempt {trial.Current.Number})",
        { State: not TrialState.Failed } => $"it has not failed: it is {trial.State}",
        { Origin: TrialOrigin.Imported } => "it was imported: it ran elsewhere",
        _ => null,
    };

    /// <summary>Why a trial is not given up: null for one that failed here, and of which nobody has said so before.</summary>
    /// <inheritdoc cref="WhyNotReplayed"/>
    public static string? WhyNotDiscarded(this Trial? trial) =>
        trial.WhyNotReplayed() ?? (trial!.Discarded is { } discard ? $"it was discarded before: {discard.Reason}" : null);

    /// <summary>Whether the trial failed and waits for somebody to replay or to discard it.</summary>
    public static bool IsToBeReplayed(this Trial trial) => trial.WhyNotDiscarded() is null;

    /// <summary>A failed trial is given up.</summary>
    public static Trial Discard(this Trial trial, string reason, DateTimeOffset now) => trial with
    {
        Discarded = new(reason, now),
        Revision = trial.Revision + 1,
    };

    /// <summary>A trial that failed is in flight again, with its next attempt.</summary>
    public static Trial Replay(this Trial trial, DateTimeOffset now) => trial with
    {
        Attempts = trial.Attempts.Add(new Attempt { Number = trial.Current.Number + 1, Queued = now }),
        State = TrialState.Proposed,
        Discarded = null,
        Revision = trial.Revision + 1,
    };

    /// <summary>
    /// The current attempt was granted to this worker for its claim of the one before: it asks again because it never
    /// got the answer. A claimed attempt is the only kind that runs from the moment it exists.
    /// </summary>
    public static bool WasClaimedBy(this Trial trial, string worker, int claimed) =>
        trial.Current is { State: AttemptState.Running } current
        && current.Number == claimed + 1 && current.Worker == worker && current.Started == current.Queued;

    /// <summary>The current attempt has a result, and the trial with it. Sequence number and seal are the caller's.</summary>
    public static Trial End(
        this Trial trial, TrialJudgement judgement, StudyEvent.AttemptFinished result, ImmutableArray<LossPoint> curve, long sequence, DateTimeOffset now) =>
        trial.WithAttempt(WithResult(trial.Current, result, now) with
        {
            State = judgement.State.ToAttemptState(),
            Sequence = sequence,
            Published = true,
            Values = judgement.Values,
            Curve = curve,
            Violation = judgement.Violation,
            Failure = judgement.Failure,
            Reason = judgement.Reason,
        }) with
        { State = judgement.State };

    /// <summary>The trial ends without a result.</summary>
    public static Trial End(this Trial trial, TrialState state, string reason, long sequence, DateTimeOffset now) =>
        trial.WithAttempt(trial.Current with
        {
            State = state.ToAttemptState(),
            Sequence = sequence,
            Ended = now,
            Failure = state == TrialState.Failed ? FailureKind.Error : null,
            Reason = reason,
        }) with
        { State = state };

    /// <summary>
    /// A result of an attempt that was given up: kept on that attempt for people to see, counted nowhere. Null when
    /// there is nothing to record, because the same was recorded before.
    /// </summary>
    public static Trial? Supersede(this Trial trial, StudyEvent.AttemptFinished result, DateTimeOffset now)
    {
        if (result.Attempt is not { } number || trial.FindAttempt(number) is not { State: AttemptState.Lost } attempt) return null;
        return trial.WithAttempt(WithResult(attempt, result, now) with
        {
            State = AttemptState.Superseded,
            Reason = $"{attempt.Reason}; its result ({result.Outcome}) came too late to count",
        });
    }

    private static Attempt WithResult(Attempt attempt, StudyEvent.AttemptFinished result, DateTimeOffset now) => attempt with
    {
        Started = result.Started ?? attempt.Started,
        Ended = now,
        Worker = result.Worker ?? attempt.Worker,
        DurationSeconds = result.DurationSeconds ?? (now - attempt.Started)?.TotalSeconds,
        Metrics = result.Metrics,
        Training = result.Training,
        Log = result.Log,
    };
}
