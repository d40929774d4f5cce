using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies.Annealing;

/// <summary>
/// Local search that sometimes accepts what is worse, less and less often (Kirkpatrick, Gelatt and Vecchi 1983). After
/// a warm-up of random samples every proposal is a few edits (<see cref="SpaceMoves"/>) away from the current configuration.
/// </summary>
/// <remarks>
/// <para>
/// An observation becomes the current configuration by the Metropolis rule: always when it is no worse, otherwise with
/// probability exp(-difference / (temperature x spread)). The spread is the inter-quartile range of the warm-up's
/// losses, so that a temperature means the same for every objective. The draw is keyed by (seed, trial number), hence
/// the same in every replay. During the warm-up only improvements are accepted. A pruned loss is of another step and a failed run has
/// none, so neither can become current, nor can what lies outside the space.
/// </para>
/// <para>
/// Feasibility comes first (Deb 2000): a feasible configuration beats every infeasible one and is never left for one, and of two infeasible
/// ones the less violating wins. While nothing feasible is known every other proposal is a random sample, which finds feasible regions
/// that are large, and every other a step towards less violation, which finds those that are small.
/// </para>
/// <para>
/// After each observation the temperature falls by a constant factor down to a minimum; after a stall without a new best it
/// rises again. The number of edits of a step follows the temperature: far at first, one edit in the end, as in adaptive annealing (Corana et al. 1987, Ingber 1989).
/// With parallel trials several neighbours of one current configuration are in flight; each is compared with
/// whatever is current when it returns. Nothing depends on the budget, which may be changed later.
/// </para>
/// <para>
/// The preset <c>seed</c> is the annealing of the ads architecture benchmark: no warm-up, a walk from the first configuration that is observed
/// (give the baseline as <c>initial</c>), one edit a step, temperatures in units of the objective, never reheated, and everything infeasible
/// equally bad, so that a walk can get lost there. The published text does not give the temperature: 0.01, cooling by 0.9, reaches a mean best
/// score of 0.078 over 50 runs of the 20-trial benchmark, where 0.077 was published. The defaults reach 0.119.
/// </para>
/// </remarks>
public sealed class SimulatedAnnealing : IStrategy
{
    public const string Name = "simulated-annealing";

    /// <summary>The spread of fewer losses says nothing; until there are as many, only improvements are accepted.</summary>
    private const int FewestLosses = 4;

    /// <summary>Refused rounds after which the neighbourhood grows by one more edit.</summary>
    private const int RoundsPerEdit = 4;

    /// <summary>More edits than this are a random sample at a higher price.</summary>
    private const int MostEdits = 32;

    /// <summary>Part of a stream's address that no round has.</summary>
    private const int AcceptanceStream = -1;

    private readonly SearchSpace space;
    private readonly long seed;
    private readonly AnnealingSettings settings;
    private readonly CoolingSchedule cooling;
    private readonly List<double> warmUpLosses = [];
    private AnnealingState? current;
    private double best = double.PositiveInfinity;
    private double spread = double.NaN; // a number once the warm-up is over and has shown some losses
    private long observed;
    private long stalled;

    public SimulatedAnnealing(StrategyProblem problem)
        : this(problem, new CoolingSchedule.Geometric(problem.Settings["cooling"]))
    {
    }

    internal SimulatedAnnealing(StrategyProblem problem, CoolingSchedule cooling)
    {
        this.cooling = cooling;
        space = problem.Space;
        seed = problem.Seed;
        settings = AnnealingSettings.Of(problem.Settings);
        Temperature = settings.InitialTemperature;
        EndWarmUp();
    }

    public static StrategyDescription Description { get; } = new(
        Name,
        AnnealingSettings.Describe(
            seedTemperature: 0.01,
            [new("cooling", 0.9)],
            new SettingDescription("cooling", 0.96, 0.01, 1, Meaning:
                "the temperature's factor per observation; the same for every budget, so that a search continued under a larger one is the search that had it from the start")),
        problem => new SimulatedAnnealing(problem),
        problem => AnnealingSettings.Problem(Name, problem));

    /// <summary>The present temperature, in units of the spread of the warm-up's losses (of the objective when it is not relative).</summary>
    public double Temperature { get; private set; }

    private bool IsWarmingUp => double.IsNaN(spread);

    public void Observe(Observation observation)
    {
        observed++;
        var wasWarmingUp = IsWarmingUp;
        var candidate = AnnealingState.Of(observation, settings.FeasibilityFirst);
        if (candidate is not null && Accepts(candidate) && ConfigurationValidation.Check(space, candidate.Configuration).IsEmpty) current = candidate;

        var loss = candidate is { IsFeasible: true } ? candidate.Loss : double.PositiveInfinity;
        if (wasWarmingUp && double.IsFinite(loss)) warmUpLosses.Add(loss);
        stalled = loss < best ? 0 : stalled + 1;
        best = Math.Min(best, loss);
        if (observed > settings.WarmUp) Cool();
        if (wasWarmingUp) EndWarmUp();
    }

    /// <exception cref="InfeasibleSpaceException">No configuration that satisfies the rules was found.</exception>
    public Proposal Propose(ProposalRequest request)
    {
        var stream = request.Stream();
        if (current is null || observed + request.Pending.Length < settings.WarmUp)
            return new Proposal.Next(space.Sample(stream), "warm-up sample");
        if (settings.FeasibilityFirst && !current.IsFeasible && request.Number % 2 == 0)
            return new Proposal.Next(space.Sample(stream), "random sample: nothing feasible is known");

        var neighbour = current.Configuration;
        for (var edits = Edits(request, stream); edits > 0; edits--) neighbour = space.Neighbour(neighbour, settings.Moves, stream);
        return new Proposal.Next(neighbour, $"neighbour of trial {current.Number}");
    }

    /// <summary>One, those of the temperature (geometrically distributed), and those of refused rounds.</summary>
    private int Edits(ProposalRequest request, RandomStream stream)
    {
        var edits = 1 + request.Round / RoundsPerEdit;
        var mean = settings.ExtraEdits * Temperature / settings.InitialTemperature;
        while (edits < MostEdits && stream.NextBoolean(mean / (1 + mean))) edits++;
        return edits;
    }

    private bool Accepts(AnnealingState candidate)
    {
        if (current is null) return true;
        if (candidate.Violation != current.Violation) return candidate.Violation < current.Violation;
        if (candidate.Loss <= current.Loss) return true;
        if (IsWarmingUp) return false;
        var draw = RandomStream.For(seed, candidate.Number, AcceptanceStream).NextDouble();
        return draw < Math.Exp((current.Loss - candidate.Loss) / spread / Temperature);
    }

    private void EndWarmUp()
    {
        if (observed < settings.WarmUp || (settings.RelativeTemperature && warmUpLosses.Count < FewestLosses)) return;
        spread = settings.RelativeTemperature ? Spread(warmUpLosses) : 1;
        stalled = 0;
        warmUpLosses.Clear();
    }

    private void Cool()
    {
        Temperature = Math.Max(settings.MinTemperature, cooling.Next(Temperature));
        if (settings.ReheatAfter == 0 || stalled < settings.ReheatAfter) return;
        Temperature = Math.Min(settings.InitialTemperature, Temperature * settings.ReheatFactor);
        stalled = 0;
    }

    /// <summary>The inter-quartile range; where half of the losses are equal the whole range, and where all are, their magnitude.</summary>
    private static double Spread(List<double> losses)
    {
        losses.Sort();
        var (first, last) = (losses[0], losses[^1]);
        double[] candidates = [losses[losses.Count * 3 / 4] - losses[losses.Count / 4], last - first, Math.Abs(first)];
        return candidates.FirstOrDefault(candidate => candidate > 0 && double.IsFinite(candidate), 1);
    }
}
