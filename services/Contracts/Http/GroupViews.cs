using ArchOpt.Search.Strategies;

namespace ArchOpt.Contracts.Http;

/// <summary>One model group of a study, or the whole of a study without groups whose strategy describes its search.</summary>
/// <param name="Group">Its name; null for a study without groups.</param>
/// <param name="Trials">How many of its trials are in each state.</param>
public sealed record GroupView(string? Group, TrialCounts Trials)
{
    /// <summary>How many configurations of it were proposed.</summary>
    public long Configurations { get; init; }

    /// <summary>How many configurations it may try; null when only the study's budget bounds it.</summary>
    public long? Budget { get; init; }

    /// <summary>Where its search is; null when the strategy has nothing to say of itself.</summary>
    public SearchView? Search { get; init; }

    /// <summary>The first objective of its last result; null before.</summary>
    public double? Last { get; init; }

    /// <summary>Its best feasible configuration; null while there is none.</summary>
    public BestView? Best { get; init; }
}

/// <summary>Where the search of a group is. Carried by study views, and by the event type <c>search</c>.</summary>
/// <param name="Group">The group's name; null without groups.</param>
/// <param name="Mode">The strategy's word for what it does: <c>normal</c>, <c>local</c>, <c>jump</c>; of a group whose turn it is not <c>waiting</c> or <c>done</c>.</param>
/// <param name="Stagnation">How many observations in a row have not improved on the group's best.</param>
/// <param name="Current">The next configuration comes from this group.</param>
public sealed record SearchView(string? Group, string Mode, int Stagnation, bool Current)
{
    /// <summary>Where its first configuration came from; null when it started on its own.</summary>
    public InheritedView? Inherited { get; init; }

    /// <summary>The strategy's estimate of how many parameters the model of the group's best configuration has; null without one.</summary>
    public double? Complexity { get; init; }

    /// <param name="trialsPerConfiguration">1, or the number of replicate seeds: strategies count configurations, people trials.</param>
    public static SearchView Of(SearchState state, int trialsPerConfiguration) => new(state.Group, state.Mode, state.Stagnation, state.IsCurrent)
    {
        Inherited = state.Inherited is { } from ? new(from.Group, from.Number * trialsPerConfiguration) : null,
        Complexity = state.Complexity,
    };
}

/// <summary>What a group started from.</summary>
/// <param name="Group">The earlier group.</param>
/// <param name="Number">The trial that ran the earlier group's best configuration; the first of its replicates.</param>
public sealed record InheritedView(string Group, long Number);

/// <summary>A named grade of the first objective.</summary>
/// <param name="Value">The bound, in the objective's own direction.</param>
/// <param name="ReachedBy">The first trial that reached it; null while none has.</param>
public sealed record ThresholdView(string Name, double Value, long? ReachedBy);
