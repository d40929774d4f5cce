using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Import;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Protocol;

/// <summary>What can happen to a study. Any of these may arrive twice, late, or in any order.</summary>
public abstract record StudyEvent
{
    private StudyEvent()
    {
    }

    /// <summary>A worker has run the attempt for a while.</summary>
    public sealed record AttemptStarted(long Number, int Attempt, string Worker, DateTimeOffset Started) : StudyEvent;

    /// <summary>A result.</summary>
    /// <param name="Attempt">Null (from <c>tell</c>) means the current one.</param>
    /// <param name="Outcome">As reported; constraints are judged here.</param>
    public sealed record AttemptFinished(
        long Number,
        int? Attempt,
        TrialState Outcome,
        ImmutableSortedDictionary<string, double> Metrics,
        string? Worker,
        DateTimeOffset? Started,
        double? DurationSeconds,
        string? Error) : StudyEvent
    {
        /// <summary>The learning curve, summarised; empty when none was asked for.</summary>
        public ImmutableArray<StepMetrics> Curve { get; init; } = [];

        /// <summary>How the training went under the study's stopping policy; null without one.</summary>
        public TrainingSummary? Training { get; init; }

        /// <summary>The last lines that the program printed; null where the evaluator keeps no log.</summary>
        public string? Log { get; init; }
    }

    /// <summary>A running attempt has reached a step. A hint: it may be lost, and is written nowhere.</summary>
    public sealed record StepReported(long Number, int Attempt, long Step, ImmutableSortedDictionary<string, double> Metrics) : StudyEvent;

    /// <summary>The broker has confirmed the attempt's message.</summary>
    public sealed record AttemptPublished(long Number, int Attempt) : StudyEvent;

    /// <summary>The attempt's worker or message is gone.</summary>
    public sealed record AttemptLost(long Number, int Attempt, string Reason) : StudyEvent;

    /// <summary>A worker holds a redelivered message and asks whether to run it.</summary>
    /// <param name="Holder">Another living worker that runs this attempt; null when nobody does.</param>
    public sealed record ClaimRequested(long Number, int Attempt, string Worker, string? Holder) : StudyEvent;

    /// <summary>Ask: hand out up to Count configurations of a study without workers.</summary>
    public sealed record Asked(int Count) : StudyEvent;

    /// <summary>Run these configurations before any other; they are valid points of the space.</summary>
    public sealed record Enqueued(ImmutableArray<Configuration> Configurations) : StudyEvent;

    /// <summary>Finished trials from elsewhere, in the order of their file; rows that are there already change nothing.</summary>
    /// <param name="File">Which import they belong to: see <see cref="ImportSource"/>.</param>
    public sealed record Imported(string File, ImmutableArray<ImportedTrial> Trials) : StudyEvent;

    /// <summary>Run these failed trials again; what has not failed is left as it is.</summary>
    public sealed record ReplayRequested(ImmutableArray<long> Numbers) : StudyEvent
    {
        /// <summary>The trials as the store holds them, because a projection forgets what has ended. Read anew for every try.</summary>
        public ImmutableArray<Trial> Stored { get; init; } = [];
    }

    /// <summary>Give these failed trials up; what has not failed is left as it is.</summary>
    public sealed record DiscardRequested(ImmutableArray<long> Numbers, string Reason) : StudyEvent
    {
        /// <summary>The trials as the store holds them, as for <see cref="ReplayRequested"/>.</summary>
        public ImmutableArray<Trial> Stored { get; init; } = [];
    }

    /// <summary>Evaluate with other settings from now on.</summary>
    /// <param name="Patch">What to change, as a JSON merge patch: see <see cref="Definition.Editing.SettingsPatch"/>.</param>
    public sealed record SettingsEdited(string Patch) : StudyEvent;

    public sealed record PauseRequested : StudyEvent;

    /// <summary>Go on; with a budget, under that one.</summary>
    public sealed record ResumeRequested(Budget? Budget) : StudyEvent;

    public sealed record CancelRequested(string Reason) : StudyEvent;

    /// <summary>Time has passed.</summary>
    public sealed record Tick : StudyEvent;
}

/// <summary>What the sender of an event is told once everything it caused is durable.</summary>
public abstract record EventReply
{
    private EventReply()
    {
    }

    /// <summary>Taken note of, or nothing to do.</summary>
    public sealed record Done : EventReply
    {
        public static Done Instance { get; } = new();
    }

    /// <summary>The claim is granted under this attempt number.</summary>
    public sealed record Claimed(int Attempt) : EventReply;

    /// <summary>The claim or request is refused; nothing changed.</summary>
    public sealed record Refused(string Reason) : EventReply;

    /// <summary>The trials that were handed out or enqueued.</summary>
    public sealed record Trials(ImmutableArray<Trial> Items) : EventReply;

    /// <summary>What became of imported rows.</summary>
    /// <param name="Added">Those that were not there, in the order of the file.</param>
    public sealed record Imported(ImmutableArray<Trial> Added, int AlreadyThere) : EventReply;

    /// <summary>What became of a wish to replay.</summary>
    /// <param name="Items">Those that are in flight again.</param>
    /// <param name="Skipped">Those that were left as they are.</param>
    public sealed record Replayed(ImmutableArray<Trial> Items, ImmutableArray<SkippedTrial> Skipped) : EventReply;

    /// <summary>What became of a wish to discard.</summary>
    /// <param name="Items">Those that are given up now.</param>
    /// <param name="Skipped">Those that were left as they are.</param>
    public sealed record Discarded(ImmutableArray<Trial> Items, ImmutableArray<SkippedTrial> Skipped) : EventReply;

    /// <summary>The settings in force after an edit, whether it changed anything or not.</summary>
    public sealed record Edited(string Settings) : EventReply;

    /// <summary>The trial as it is after a result.</summary>
    public sealed record Told(Trial Trial, bool Superseded) : EventReply;

    /// <summary>The trial has ended already: the store knows more.</summary>
    public sealed record Ended : EventReply;

    /// <summary>The store must know more than this projection does: no such trial or attempt here.</summary>
    public sealed record Unknown : EventReply;
}

/// <summary>A trial that is not replayed, or not discarded.</summary>
/// <param name="Reason">Why, for people: "it is under way (attempt 2)".</param>
public sealed record SkippedTrial(long Number, string Reason);
