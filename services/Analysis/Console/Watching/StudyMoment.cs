using System.Collections.Immutable;
using ArchOpt.Analysis.Console.Operator;
using ArchOpt.Analysis.Indexing;
using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Console.Watching;

/// <summary>A study as the page shows it at one moment: what all its parts are made of.</summary>
public sealed record StudyMoment
{
    /// <summary>Trials in flight that are shown one by one.</summary>
    private const int MostInFlight = 16;

    public required StudyRecord Record { get; init; }

    public required TrialSnapshot Snapshot { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>What Proposal adds to what the store has.</summary>
    public required ProposalWord Proposal { get; init; }

    /// <summary>Why the broker is of no use; null when all is well.</summary>
    public string? BrokerTrouble { get; init; }

    /// <summary>Where the search is, group by group; empty when its strategy says nothing of itself.</summary>
    public ImmutableArray<SearchView> Search { get; init; } = [];

    /// <summary>The best configuration of all, with what it measured; null while there is none.</summary>
    public BestView? Best { get; init; }

    /// <summary>The best of each group that has one, by the group's place.</summary>
    public ImmutableDictionary<int, BestView> GroupBest { get; init; } = ImmutableDictionary<int, BestView>.Empty;

    public required StudyPace Pace { get; init; }

    /// <summary>Why the latest trials did not simply complete, by their numbers.</summary>
    public ImmutableDictionary<long, string> Reasons { get; init; } = ImmutableDictionary<long, string>.Empty;

    /// <summary>The last step of each trial in flight that has reported one.</summary>
    public IReadOnlyDictionary<long, TrialStep> Steps { get; init; } = ImmutableDictionary<long, TrialStep>.Empty;

    public StudyDefinition Study => Snapshot.Study;

    public Objective Objective => Study.Objectives[0];

    public string Name => Record.Name;

    /// <summary>Nothing of it can change any more, but by what a person does.</summary>
    public bool IsOver => Record.HasEnded && Snapshot.InFlightCount == 0 && Snapshot.IsWhole;

    /// <summary>What runs, the longest first, then what waits; the first of them.</summary>
    public IEnumerable<TrialSummary> InFlight => Snapshot.InFlight
        .OrderByDescending(trial => trial.State == TrialState.Running).ThenBy(trial => trial.Started ?? DateTimeOffset.MaxValue).ThenBy(trial => trial.Number).Take(MostInFlight);

    public long Count(TrialState state) => Snapshot.Counts.GetValueOrDefault(state);

    /// <summary>Trials that have ended and use the budget.</summary>
    public long Used => Math.Max(0, Snapshot.Counts.Where(count => count.Key.Rule() is { IsTerminal: true, UsesBudget: true }).Sum(count => count.Value) - Record.Imported);

    /// <summary>Trials that count against the failures that the budget allows.</summary>
    public long Failures => Snapshot.Counts.Where(count => count.Key.Rule().CountsAsFailure).Sum(count => count.Value);

    /// <summary>Seconds in status Running; of a running study that Proposal says nothing of, those up to its last change.</summary>
    public double ElapsedSeconds => Proposal.View?.ElapsedSeconds is { } seconds && seconds > Record.Elapsed.TotalSeconds ? seconds : Record.Elapsed.TotalSeconds;

    /// <summary>Seconds until the budget is used up at the present pace; null when nobody can tell.</summary>
    public double? RemainingSeconds
    {
        get
        {
            if (Record.Status != StudyStatus.Running) return null;
            double? byTrials = Record.Budget.Trials is { } limit && Pace.PerSecond > 0 ? Math.Max(0, limit - Used) / Pace.PerSecond : null;
            double? byTime = Record.Budget.Time is { } time ? Math.Max(0, time.TotalSeconds - ElapsedSeconds) : null;
            return byTrials is { } trials && byTime is { } left ? Math.Min(trials, left) : byTrials ?? byTime;
        }
    }

    /// <summary>In [0, 1]: of the budget of trials, or of time where that is further; null when neither is bounded.</summary>
    public double? Share
    {
        get
        {
            double? trials = Record.Budget.Trials is > 0 and var limit ? (double)Used / limit : null;
            double? time = Record.Budget.Time is { TotalSeconds: > 0 } bound ? ElapsedSeconds / bound.TotalSeconds : null;
            return (trials, time) is (null, null) ? null : Math.Clamp(Math.Max(trials ?? 0, time ?? 0), 0, 1);
        }
    }
}
