namespace ArchOpt.Search.Strategies.Automatic;

/// <summary>
/// <c>auto</c>: runs the strategy that suits the space, the budget, the parallelism, noise and constraints
/// (<see cref="AutomaticChoice"/>), and says which in its reasons. The default, for those who have a problem rather than a favourite.
/// </summary>
/// <remarks>
/// Both strategies observe everything, and the number of a configuration alone decides which of them proposes it: a fold, like each of them.
/// </remarks>
public sealed class AutomaticSearch : IStrategy
{
    public const string Name = "auto";

    private readonly AutomaticChoice choice;
    private readonly IStrategy? first;
    private readonly IStrategy then;

    public AutomaticSearch(StrategyProblem problem)
    {
        choice = AutomaticChoice.Of(problem);
        first = choice.Until > 0 ? Create(choice.First, problem) : null;
        then = Create(choice.Then, problem);
    }

    public static StrategyDescription Description { get; } = new(Name, [], problem => new AutomaticSearch(problem), _ => null)
    {
        Explain = problem => AutomaticChoice.Of(problem).Why,
    };

    public void Observe(Observation observation)
    {
        if (observation.Number < choice.Until) first?.Observe(observation);
        then.Observe(observation);
    }

    /// <exception cref="Spaces.InfeasibleSpaceException">No configuration that satisfies the rules was found.</exception>
    public Proposal Propose(ProposalRequest request)
    {
        var (name, strategy) = first is not null && request.Number < choice.Until ? (choice.First, first) : (choice.Then, then);
        return strategy.Propose(request) is var answer && answer is Proposal.Next next ? next with { Reason = $"{name}: {next.Reason}" } : answer;
    }

    private static IStrategy Create(string name, StrategyProblem problem)
    {
        var description = StrategyCatalogue.Find(name)!;
        return description.Create(problem with { Settings = description.FillSettings(new Dictionary<string, double>()) });
    }
}
