using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies;

/// <summary>
/// Every configuration of a finite space once, in the order of <see cref="SpaceEnumeration"/>, leaving out what
/// violates rules and what was tried otherwise (initial and enqueued configurations).
/// </summary>
public sealed class GridSearch(SearchSpace space) : IStrategy
{
    public const string Name = "grid";

    private readonly UntriedConfigurations untried = new(space, SpaceEnumeration.Of(space));
    private readonly HashSet<ConfigurationHash> observed = [];

    public static StrategyDescription Description { get; } =
        new(Name, [], problem => new GridSearch(problem.Space), problem => Problem(problem.Space));

    public void Observe(Observation observation) => observed.Add(observation.Configuration.Hash);

    /// <exception cref="InfeasibleSpaceException">A million configurations in a row violate the rules.</exception>
    public Proposal Propose(ProposalRequest request) => untried.First(observed, request.Hashes()) is { } configuration
        ? new Proposal.Next(configuration, "next grid point")
        : request.NothingLeft();

    private static string? Problem(SearchSpace space)
    {
        if (Continuous(space, "") is { } path)
            return $"grid needs a finite space: give '{path}' a step, or make it ordinal";
        return SpaceEnumeration.TryOf(space) is null ? "grid cannot count this space: its conditions are too entangled" : null;
    }

    private static string? Continuous(SearchSpace space, string prefix)
    {
        foreach (var parameter in space.Parameters)
        {
            if (parameter is FloatParameter { Step: null }) return prefix + parameter.Name;
            if (parameter is ListParameter list && Continuous(list.Element, prefix + list.Name + ".") is { } inner) return inner;
        }

        return null;
    }
}
