using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Groups;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies.Nsga2;

namespace ArchOpt.Search.Strategies.Resilient;

/// <summary>
/// <c>resilient</c>: the search of somebody whose trainings are long and whose models must not become huge. Small steps around the best
/// so far; the vicinity of what is excellent; and when nothing improves, a smaller model rather than a leap. Model groups are gone through one
/// after the other, each starting from the best of earlier ones. After the second seed document (resilient hyperparameter search).
/// </summary>
/// <remarks>
/// <para>
/// The fold: each group has a best, a count of observations without improvement, and what is left of a local exploration; its mode follows from
/// these. An observation that does not complete stagnates and is never best. In normal mode some parameters take a normal step whose
/// width grows with stagnation. A new best below the <c>excellent</c> threshold is explored locally for some observations, again from the start when
/// a better one is found. From <c>stagnation_limit</c> on, most proposals reduce demanding parameters of the best, the others are
/// small steps, until something improves; when all reductions were tried, steps of the greatest width take their place.
/// </para>
/// <para>
/// No proposal is estimated to be more than <c>max_growth</c> times as complex as the configuration it starts from, whatever it is: what is larger
/// is brought half way back until it fits. A ladder whose rungs double makes square models four times as large; there the bound must be 4 for
/// a rung upwards. Without anything observed the start is moderate (<see cref="Moderation"/>), unless the study has initial configurations. It
/// proposes nothing that was tried, by steps that widen, samples within the bound and a walk through what a small group has left.
/// </para>
/// <para>
/// A group has had its turn when as many different configurations as its budget says were observed or are pending, whoever proposed
/// them, or when nothing is left to try. One that inherits waits until those it inherits from are all observed.
/// </para>
/// </remarks>
public sealed class ResilientSearch : IStrategy, IDescribesSearch
{
    public const string Name = "resilient";

    private readonly StrategyProblem problem;
    private readonly ResilientSettings settings;
    private readonly ImmutableArray<ProgressiveGroup> groups;
    private readonly HashSet<ConfigurationHash> observed = [];

    public ResilientSearch(StrategyProblem problem)
    {
        this.problem = problem;
        settings = ResilientSettings.Of(problem);
        groups = Groups();
    }

    public static StrategyDescription Description { get; } = new(
        Name,
        ResilientSettings.Descriptions,
        problem => new ResilientSearch(problem),
        problem => problem.Objectives == 1
            ? ResilientSettings.Problem(problem)
            : $"{Name} optimises one objective (the study has {problem.Objectives}); use {Nsga2Search.Name}")
    {
        IsProgressive = true,
        Explain = problem => ResilientSettings.Of(problem).Explain(problem),
    };

    public ImmutableArray<SearchState> States
    {
        get
        {
            var current = groups.FirstOrDefault(group => !group.IsOver(IsObserved));
            var states = ImmutableArray.CreateBuilder<SearchState>(groups.Length);
            var isPast = true;
            foreach (var group in groups)
            {
                isPast &= group != current;
                states.Add(State(group, group == current ? ModeName(group.Search.Mode) : isPast ? "done" : "waiting", group == current));
            }

            return states.MoveToImmutable();
        }
    }

    public void Observe(Observation observation)
    {
        var isNew = observed.Add(observation.Configuration.Hash);
        Of(observation.Configuration)?.Observe(observation, isNew, IsInSpace(observation.Configuration), IsObserved);
    }

    /// <exception cref="InfeasibleSpaceException">No configuration that satisfies the rules was found.</exception>
    public Proposal Propose(ProposalRequest request)
    {
        var pending = request.Hashes();
        var flights = request.Pending.Where(flight => !observed.Contains(flight.Configuration.Hash))
            .OrderBy(flight => flight.Number).ToLookup(flight => Of(flight.Configuration));
        foreach (var group in groups)
        {
            if (group.IsSpent(flights[group].Count())) continue;
            var isBegun = group.Start is { } start && IsTried(start.Configuration);
            if (!isBegun && group.Sources.Sum(source => flights[source].Count()) is > 0 and var open)
                return new Proposal.Wait($"{group.Group!.Name} starts from the best of {string.Join(", ", group.Group.From)}, of which {open} {(open == 1 ? "is" : "are")} in flight");
            var earliest = flights[group].FirstOrDefault(flight => IsInSpace(flight.Configuration));
            if (group.Next(request, earliest, IsTried, IsObserved, problem.Replicates) is { } next) return next;
        }

        return request.Pending.IsEmpty
            ? new Proposal.Exhausted(problem.Groups is null ? "nothing is left to try" : "every group has had its turn")
            : new Proposal.Wait("what is left to try is in flight"); // one of them may be cancelled

        bool IsTried(Configuration configuration) => IsObserved(configuration) || pending.Contains(configuration.Hash);
    }

    private SearchState State(ProgressiveGroup group, string mode, bool isCurrent) => new(group.Group?.Name, mode, group.Search.Stagnation)
    {
        IsCurrent = isCurrent,
        Observed = group.Search.Observed,
        Inherited = group.Start is { } start && observed.Contains(start.Configuration.Hash) ? new(start.Source.Group!.Name, start.Number) : null,
        Complexity = group.Search.Best is { } best ? settings.Growth.Of(best.Configuration) : null,
    };

    private static string ModeName(SearchMode mode) => mode switch
    {
        SearchMode.Local => "local",
        SearchMode.Jump => "jump",
        _ => "normal",
    };

    private ImmutableArray<ProgressiveGroup> Groups()
    {
        if (problem.Groups is not { } plan) return [Group(null, [], 0)];
        var all = ImmutableArray.CreateBuilder<ProgressiveGroup>(plan.Groups.Length);
        foreach (var group in plan.Groups)
            all.Add(Group(group, [.. all.Where(earlier => group.From.Contains(earlier.Group!.Name))], all.Count));
        return all.ToImmutable();
    }

    private ProgressiveGroup Group(ModelGroup? group, IReadOnlyList<ProgressiveGroup> sources, int index)
    {
        var space = new ModelGroupSpace(problem.Space, problem.Groups?.Parameter, group);
        return new(group, sources, space, settings, new(() => GroupStart.Moderate(space, settings.Growth, problem.Seed, index)));
    }

    /// <summary>Null when the configuration is of no group.</summary>
    private ProgressiveGroup? Of(Configuration configuration) => problem.Groups is not { } plan ? groups[0]
        : plan.Of(configuration) is { } group ? groups[plan.Groups.IndexOf(group)]
        : null;

    private bool IsObserved(Configuration configuration) => observed.Contains(configuration.Hash);

    private bool IsInSpace(Configuration configuration) => ConfigurationValidation.Check(problem.Space, configuration).IsEmpty;
}
