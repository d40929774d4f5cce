using ArchOpt.Search.Configurations;
using ArchOpt.Search.Groups;

namespace ArchOpt.Search.Strategies.Resilient;

/// <summary>One model group on its way: what is known of it, where it starts from, and what it may still try.</summary>
internal sealed class ProgressiveGroup
{
    private readonly ResilientSettings settings;
    private readonly Lazy<Configuration> moderate;
    private readonly UntriedInGroup rest;
    private readonly Candidates candidates;
    private (Observation?[] Bests, InheritedStart? Start)? cached; // of the present bests of the sources
    private InheritedStart? taken;

    /// <param name="group">Its place in the plan; null without groups.</param>
    /// <param name="sources">The groups that it starts from.</param>
    /// <param name="space">Its configurations.</param>
    /// <param name="settings">The strategy's.</param>
    /// <param name="moderate">Where it starts when it inherits nothing.</param>
    public ProgressiveGroup(ModelGroup? group, IReadOnlyList<ProgressiveGroup> sources, ModelGroupSpace space, ResilientSettings settings, Lazy<Configuration> moderate)
    {
        this.settings = settings;
        this.moderate = moderate;
        Group = group;
        Sources = sources;
        Space = space;
        Search = new(settings);
        candidates = new(settings, space);
        rest = new(space);
    }

    public ModelGroup? Group { get; }

    public IReadOnlyList<ProgressiveGroup> Sources { get; }

    public ModelGroupSpace Space { get; }

    public GroupSearch Search { get; }

    /// <summary>The first configuration, where it is an earlier group's best; once it was tried it stays, even if that group finds a better one after all. Null when none completed there.</summary>
    public InheritedStart? Start => taken ?? Present();

    /// <summary>Whether its budget is used up by what was observed and what is pending.</summary>
    public bool IsSpent(long pending) => Group?.Trials is { } trials && Search.Observed + pending >= trials;

    /// <summary>Whether its search has ended with what was observed: its budget is used up, or the few configurations it has are.</summary>
    public bool IsOver(Func<Configuration, bool> observed) => IsSpent(0)
        || (Origin(null, 1) is { } origin && rest.IsWalkable && rest.First(observed, configuration => !settings.Growth.Admits(configuration, origin.Configuration)) is null);

    /// <summary>Folds an observation of this group.</summary>
    public void Observe(Observation observation, bool isNew, bool isInSpace, Func<Configuration, bool> observed)
    {
        // Before its sources are over, a configuration like this is a coincidence: one initial configuration for all groups, say.
        if (taken is null && Present() is { } start && start.Configuration.Equals(observation.Configuration)
            && Sources.All(source => source.IsOver(observed))) taken = start;
        Search.Observe(observation, isNew, isInSpace);
    }

    /// <summary>What to try next; null when nothing is left that may be tried.</summary>
    /// <param name="request">Gives the random stream.</param>
    /// <param name="earliest">The pending configuration of this group with the lowest number, or null.</param>
    /// <param name="tried">What was observed or is pending.</param>
    /// <param name="observed">What was observed.</param>
    /// <param name="replicates">Trials of one configuration, to name trials in reasons.</param>
    public Proposal.Next? Next(
        ProposalRequest request, PendingConfiguration? earliest, Func<Configuration, bool> tried, Func<Configuration, bool> observed, int replicates)
    {
        if (Start is { } start && !tried(start.Configuration))
            return new(start.Configuration, $"starts from {start.Source.Group!.Name}'s best, {SearchOrigin.Trial(start.Number, replicates)}");
        if (Origin(earliest, replicates) is not { } origin) return new(moderate.Value, "moderate start: nothing is known yet");
        if (candidates.Of(Search, origin, request.Stream()).FirstOrDefault(candidate => !tried(candidate.Configuration)) is { } next) return next;
        return rest.First(observed, configuration => tried(configuration) || !settings.Growth.Admits(configuration, origin.Configuration)) is { } left
            ? new(left, "one of the few configurations left")
            : null;
    }

    /// <summary>The best; before there is one what the group inherits, else the first that was tried, so that even steps away from a failure are small.</summary>
    private SearchOrigin? Origin(PendingConfiguration? earliest, int replicates)
    {
        if (Search.Best is { } best) return new(best.Configuration, SearchOrigin.Trial(best.Number, replicates));
        if (Start is { } start) return new(start.Configuration, $"{start.Source.Group!.Name}'s best, {SearchOrigin.Trial(start.Number, replicates)}");
        var first = Search.First is { } known && (earliest is null || known.Number < earliest.Number) ? known : earliest;
        return first is null ? null : new(first.Configuration, SearchOrigin.Trial(first.Number, replicates));
    }

    private InheritedStart? Present()
    {
        if (Sources.Count == 0) return null;
        Observation?[] bests = [.. Sources.Select(source => source.Search.Best)];
        if (cached is not { } known || !known.Bests.SequenceEqual(bests, ReferenceEqualityComparer.Instance)) cached = known = (bests, Inherit());
        return known.Start;
    }

    private InheritedStart? Inherit()
    {
        var sources = Sources.Where(source => source.Search.Best is not null).OrderBy(source => source.Search.Best!.Loss).ToArray(); // stable: the earlier one on a tie
        if (sources.Length == 0) return null;
        var configurations = sources.Select(source => source.Search.Best!.Configuration).ToArray();
        return GroupStart.Inherited(Space, settings.Growth, configurations[0], configurations[1..]) is { } start
            ? new(start, sources[0], sources[0].Search.Best!.Number)
            : null;
    }
}

/// <summary>A group's first configuration, taken over from an earlier group.</summary>
/// <param name="Configuration">As one of the inheriting group.</param>
/// <param name="Source">Whose best it was.</param>
/// <param name="Number">That best's number.</param>
internal sealed record InheritedStart(Configuration Configuration, ProgressiveGroup Source, long Number);
