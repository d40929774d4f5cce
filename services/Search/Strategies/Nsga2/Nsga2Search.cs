using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Objectives;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Rules;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies.Nsga2;

/// <summary>
/// NSGA-II (Deb, Pratap, Agarwal and Meyarivan 2002, A fast and elitist multiobjective genetic algorithm): a population that approaches
/// the Pareto front of any number of objectives, by constraint domination, and spreads along it, by crowding distance.
/// </summary>
/// <remarks>
/// <para>
/// The fold: the first <c>population</c> usable observations become the parents; each further set of as many, joined with the
/// parents, is cut down to the next parents. Usable are completed observations and infeasible ones with a known violation, whoever proposed
/// them, in the order in which the study learnt them; so parallel trials and enqueued configurations need no special care, and a generation
/// is never waited for: meanwhile children come from the present parents, each drawn with its own stream.
/// </para>
/// <para>
/// A child is a crossover (<see cref="ConfigurationCrossover"/>) of two winners of binary tournaments, followed by one edit
/// (<see cref="SpaceMoves.Neighbour"/>): always when it equals a parent, else with the setting's probability. Its default, 0.6, is about
/// 1 - 1/e, the chance of at least one mutation at the paper's rate of one in n per parameter; the crossover probability and distribution
/// index are the paper's. Its population of 100 is for 25,000 evaluations; with 10 instead of 20, ZDT1's hypervolume was ahead from 100 to 600 trials
/// and a single objective's regret after 100 was a third less, so 10 it is up to two objectives, and 10 more for each further one, whose front
/// needs more points to be covered (that part is judgement, not measured). First parents are scrambled Sobol points.
/// </para>
/// </remarks>
public sealed class Nsga2Search : IStrategy
{
    public const string Name = "nsga2";

    private const int CrossoverTries = 8;

    private readonly SearchSpace space;
    private readonly SpaceRules rules;
    private readonly SobolSearch design;
    private readonly int objectives;
    private readonly int size;
    private readonly double crossover;
    private readonly double mutation;
    private readonly MoveSettings moves;
    private readonly List<Member> newcomers = [];
    private ImmutableArray<Parent> parents = [];

    public Nsga2Search(StrategyProblem problem)
    {
        space = problem.Space;
        rules = SpaceRules.Of(space);
        design = new(space, problem.Seed);
        objectives = problem.Objectives;
        size = problem.Settings.Numbers.TryGetValue("population", out var given) ? (int)given : 10 * Math.Max(1, objectives - 1);
        crossover = problem.Settings["crossover"];
        mutation = problem.Settings["mutation"];
        moves = MoveSettings.Default with { StepSize = problem.Settings["step_size"] };
    }

    public static StrategyDescription Description { get; } = new(
        Name,
        [
            new("population", null, 2, 10_000, WholeNumber: true, Meaning:
                "observations per generation, and parents kept; by default 10, and 10 more for each objective beyond the second"),
            new("crossover", 0.9, 0, 1, Meaning: "probability that a child has two parents"),
            new("mutation", 0.6, 0, 1, Meaning: "probability that a crossed child is edited as well; one that equals a parent always is"),
            new("step_size", MoveSettings.Default.StepSize, 1e-6, 1, Meaning: "standard deviation of a float's step, as a fraction of its range"),
        ],
        problem => new Nsga2Search(problem),
        _ => null);

    /// <summary>How often parents have been selected.</summary>
    public int Generation { get; private set; }

    /// <summary>The trial numbers of the present parents, best first.</summary>
    public IEnumerable<long> Parents => parents.Select(parent => parent.Member.Number);

    public void Observe(Observation observation)
    {
        if (Fitness.Of(observation, objectives) is not { IsConclusive: true } fitness || !ConfigurationValidation.Check(space, observation.Configuration).IsEmpty) return;
        newcomers.Add(new(observation.Number, observation.Configuration, fitness));
        if (newcomers.Count < size) return;
        parents = Survival.Select([.. parents.Select(parent => parent.Member), .. newcomers], size);
        newcomers.Clear();
        Generation++;
    }

    /// <exception cref="InfeasibleSpaceException">No configuration that satisfies the rules was found.</exception>
    public Proposal Propose(ProposalRequest request)
    {
        if (parents.IsEmpty) return design.Propose(request);
        var stream = request.Stream();
        var (first, second) = (Tournament(stream).Member, Tournament(stream).Member);
        var child = stream.NextBoolean(crossover) ? Cross(first.Configuration, second.Configuration, stream) : first.Configuration;
        var isParent = child.Equals(first.Configuration) || child.Equals(second.Configuration);
        if (isParent || request.Round > 0 || stream.NextBoolean(mutation)) child = space.Neighbour(child, moves, stream);
        return new Proposal.Next(child, $"generation {Generation}: child of trials {first.Number} and {second.Number}");
    }

    private Parent Tournament(RandomStream stream)
    {
        var (a, b) = (parents[stream.NextInt32(parents.Length)], parents[stream.NextInt32(parents.Length)]);
        if (a.Rank != b.Rank) return a.Rank < b.Rank ? a : b;
        if (a.Crowding != b.Crowding) return a.Crowding > b.Crowding ? a : b;
        return stream.NextBoolean() ? a : b;
    }

    /// <summary>A crossover that satisfies the rules, or the first parent where a few tries find none.</summary>
    private Configuration Cross(Configuration first, Configuration second, RandomStream stream)
    {
        for (var i = 0; i < CrossoverTries; i++)
        {
            var child = space.Cross(first, second, stream);
            if (rules.Hold(child)) return child;
        }

        return first;
    }
}
