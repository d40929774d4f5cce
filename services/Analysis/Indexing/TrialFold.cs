using System.Collections.Immutable;
using ArchOpt.Storage;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Indexing;

/// <summary>The observations of a study, folded in sequence order into summaries and standings. A trial that was replayed counts by its later result.</summary>
/// <remarks>Not thread-safe; its snapshots are.</remarks>
internal sealed class TrialFold
{
    /// <summary>How many of the best configurations a snapshot has.</summary>
    private const int TopLength = 20;

    private readonly StudyDefinition study;
    private readonly TrialSummarising summarising;
    private readonly TrialListBuilder trials = new();
    private readonly StudyResults results;
    private TrialSnapshot? last;

    public TrialFold(StudyDefinition study)
    {
        this.study = study;
        summarising = new(study);
        results = new(study);
    }

    /// <summary>The high-water mark: the last observation that was folded.</summary>
    public long Sequence { get; private set; }

    public void Add(ObservedAttempt observed)
    {
        var (trial, attempt) = observed;
        Sequence = attempt.Sequence ?? throw new InvalidOperationException("An observed attempt has a sequence number.");
        var summary = summarising.Of(observed);
        if (trials.Set(summary) is { } before) results.Move(trial.Configuration, before.State, summary.State);
        else results.Count(trial.Number, trial.Configuration, summary.State);
        results.Observe(trial.Number, trial.Configuration, attempt);
    }

    public TrialSummary Summary(Trial trial) => summarising.Of(trial);

    /// <summary>What is known now. As long as nothing is added, the same object.</summary>
    public TrialSnapshot Build()
    {
        if (last?.Sequence == Sequence) return last;
        var ended = trials.Build();
        return last = new()
        {
            Study = study,
            Ended = ended,
            Sequence = Sequence,
            Groups = [.. results.Groups.Select(Summary)],
            Top = [.. results.Standings.Top(TopLength).Select(Best)],
            Thresholds = results.Thresholds,
            EpochsSaved = results.EpochsSaved,
            LastEnded = results.LastEnded,
            Plots = new(study, ended),
        };
    }

    private GroupSummary Summary(GroupResults group) => new(
        group.Group?.Name,
        Enum.GetValues<TrialState>().Where(state => group.Tally[state] != 0).ToImmutableDictionary(state => state, state => group.Tally[state]),
        group.Standings.Best is { } best ? Best(best) : null,
        group.Last,
        group.BestParameters,
        group.LastParameters);

    private BestTrial Best(Standing standing) => new(standing.Number, study.Objectives[0].Loss(standing.Loss));
}
