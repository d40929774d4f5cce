using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Groups;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.History;

namespace ArchOpt.Studies.Trials;

/// <summary>
/// What has come out of a study so far: its standings, the same for each model group, which thresholds were reached, and
/// what early stopping saved. Kept incrementally, and like everything that counts it is a fold of what the store holds:
/// a study that is loaded again has the same results.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
public sealed class StudyResults
{
    private readonly GroupPlan? plan;
    private readonly int replicates;
    private readonly Dictionary<ModelGroup, GroupResults> byGroup = new(ReferenceEqualityComparer.Instance);
    private readonly ThresholdsReached thresholds;

    public StudyResults(StudyDefinition study)
    {
        plan = StudyStrategy.Groups(study);
        replicates = study.TrialsPerConfiguration;
        Standings = new Standings(study);
        thresholds = new ThresholdsReached(study.Objectives[0]);
        Groups = plan is null
            ? [new GroupResults(null, Standings)]
            : [.. plan.Groups.Select(group => byGroup[group] = new GroupResults(group, new Standings(study)))];
    }

    /// <summary>The best of all groups.</summary>
    public Standings Standings { get; }

    /// <summary>In the plan's order. A study without groups has one, which is the whole study and has no name.</summary>
    public ImmutableArray<GroupResults> Groups { get; }

    /// <summary>The first objective's thresholds from the easiest to the hardest, each with the first trial that reached it.</summary>
    public ImmutableArray<Threshold> Thresholds => thresholds.All;

    /// <summary>Epochs that trainings did not spend, because they were stopped early.</summary>
    public long EpochsSaved { get; private set; }

    /// <summary>When the last of the observed attempts ended; null before the first.</summary>
    public DateTimeOffset? LastEnded { get; private set; }

    /// <summary>A trial is there, in this state. Call it once for each.</summary>
    public void Count(long number, Configuration configuration, TrialState state) =>
        Of(configuration)?.Count(state, isNewConfiguration: number % replicates == 0);

    /// <summary>A trial has changed its state.</summary>
    public void Move(Configuration configuration, TrialState from, TrialState to) => Of(configuration)?.Tally.Move(from, to);

    /// <summary>Takes a judged attempt into account. Call it in sequence order.</summary>
    public void Observe(long number, Configuration configuration, Attempt attempt)
    {
        var state = attempt.State.ToTrialState();
        EpochsSaved += attempt.Training?.SavedSteps ?? 0;
        if (attempt.Ended is { } ended && !(LastEnded >= ended)) LastEnded = ended;
        var improved = Standings.Add(number, state, attempt.Values, attempt.Metrics);
        if (improved) thresholds.Reached(Standings.Best!.Value);
        if (Of(configuration) is not { } group) return;
        if (plan is not null) improved = group.Standings.Add(number, state, attempt.Values, attempt.Metrics);
        group.Observe(attempt, improved);
    }

    private GroupResults? Of(Configuration configuration) =>
        plan is null ? Groups[0]
        : plan.Of(configuration) is { } group ? byGroup[group]
        : null;
}
