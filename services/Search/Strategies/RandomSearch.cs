using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies;

/// <summary>Independent random samples (Bergstra and Bengio 2012): the baseline, and hard to beat with few trials in many dimensions.</summary>
public sealed class RandomSearch(SearchSpace space) : IStrategy
{
    public const string Name = "random";

    public static StrategyDescription Description { get; } =
        new(Name, [], problem => new RandomSearch(problem.Space), _ => null);

    /// <summary>Nothing is learnt.</summary>
    public void Observe(Observation observation)
    {
    }

    /// <exception cref="InfeasibleSpaceException">No configuration that satisfies the rules was found.</exception>
    public Proposal Propose(ProposalRequest request) =>
        new Proposal.Next(space.Sample(request.Stream()), "random sample");
}
