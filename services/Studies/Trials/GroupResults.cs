using ArchOpt.Search.Groups;
using ArchOpt.Studies.Protocol;

namespace ArchOpt.Studies.Trials;

/// <summary>What has come out of one model group so far, or of a whole study that has no groups. Kept incrementally by <see cref="StudyResults"/>.</summary>
public sealed class GroupResults
{
    /// <summary>The metric under which a training reports how many parameters its model has.</summary>
    public const string ParametersMetric = "parameters";

    /// <summary>Of the trials that were best at some time: a few dozen in the longest study.</summary>
    private readonly Dictionary<long, double> parameters = [];

    internal GroupResults(ModelGroup? group, Standings standings)
    {
        Group = group;
        Standings = standings;
    }

    /// <summary>The group as the plan has it; null for a study without groups.</summary>
    public ModelGroup? Group { get; }

    /// <summary>Ranked by the same rules as the whole study.</summary>
    public Standings Standings { get; }

    /// <summary>How many of its trials are in each state now.</summary>
    public TrialTally Tally { get; } = new();

    /// <summary>How many times a trial of it has ended in each state. Never falls: a trial that is replayed counts for each of its endings.</summary>
    public TrialTally Endings { get; } = new();

    /// <summary>How many configurations of it were proposed.</summary>
    public long Configurations { get; private set; }

    /// <summary>The first objective of the last result that has one, in its own direction; null before.</summary>
    public double? Last { get; private set; }

    /// <summary>The number of model parameters that the best trial reported; null when it reported none.</summary>
    public double? BestParameters =>
        Standings.Best is { } best && parameters.TryGetValue(best.Number, out var count) ? count : null;

    /// <summary>The number of model parameters that the last result reported; null while none has.</summary>
    public double? LastParameters { get; private set; }

    internal void Count(TrialState state, bool isNewConfiguration)
    {
        Tally[state]++;
        if (isNewConfiguration) Configurations++;
    }

    internal void Observe(Attempt attempt, bool improved)
    {
        Endings[attempt.State.ToTrialState()]++;
        if (attempt.State == AttemptState.Completed && !attempt.Values.IsDefaultOrEmpty && double.IsFinite(attempt.Values[0])) Last = attempt.Values[0];
        if (!attempt.Metrics.TryGetValue(ParametersMetric, out var count) || !double.IsFinite(count)) return;
        LastParameters = count;
        if (improved && Standings.Best is { } best) parameters[best.Number] = count;
    }
}
