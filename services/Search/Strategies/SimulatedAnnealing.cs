using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies;

/// <summary>
/// Local search that sometimes accepts what is worse, less and less often (Kirkpatrick, Gelatt and Vecchi 1983). After
/// a warm-up of random samples every proposal is a neighbour (<see cref="SpaceMoves"/>) of the current configuration.
/// </summary>
/// <remarks>
/// <para>
/// An observation becomes the current configuration by the Metropolis rule: always when it is no worse, otherwise with
/// probability exp(-difference / (temperature x spread)). The spread is the inter-quartile range of the warm-up's
/// losses, so that a temperature means the same for every objective. The draw is keyed by (seed, trial number), hence
/// the same in every replay. During the warm-up only improvements are accepted. Only completed observations that
/// lie in the space can become current: a pruned loss is of another step, an infeasible or failed one is none.
/// </para>
/// <para>
/// After each observation the temperature falls by a constant factor down to a minimum; after a stall without a new best it
/// rises again. With parallel trials several neighbours of one current configuration are in flight; each is compared with
/// whatever is current when it returns.
/// </para>
/// </remarks>
public sealed class SimulatedAnnealing : IStrategy
{
    public const string Name = "simulated-annealing";

    /// <summary>The spread of fewer losses says nothing; until there are as many, the warm-up goes on accepting improvements only.</summary>
    private const int FewestLosses = 4;

    /// <summary>Refused rounds after which the neighbourhood grows by one more edit.</summary>
    private const int RoundsPerEdit = 4;

    /// <summary>Part of a stream's address that no round has.</summary>
    private const int AcceptanceStream = -1;

    private readonly SearchSpace space;
    private readonly long seed;
    private readonly AnnealingSettings settings;
    private readonly List<double> warmUpLosses = [];
    private Current? current;
    private double best = double.PositiveInfinity;
    private double spread = double.NaN; // a number once the warm-up is over
    private long observed;
    private long stalled;

    public SimulatedAnnealing(StrategyProblem problem)
    {
        space = problem.Space;
        seed = problem.Seed;
        settings = AnnealingSettings.Of(problem);
        Temperature = settings.InitialTemperature;
    }

    public static StrategyDescription Description { get; } =
        new(Name, AnnealingSettings.Descriptions, problem => new SimulatedAnnealing(problem), AnnealingSettings.Problem);

    /// <summary>The present temperature, in units of the spread of the warm-up's losses.</summary>
    public double Temperature { get; private set; }

    private bool IsWarmingUp => double.IsNaN(spread);

    public void Observe(Observation observation)
    {
        observed++;
        var wasWarmingUp = IsWarmingUp;
        var loss = observation.Loss;
        if (observation.Outcome == ObservedOutcome.Completed && double.IsFinite(loss))
        {
            if (Accepts(observation.Number, loss) && ConfigurationValidation.Check(space, observation.Configuration).IsEmpty)
                current = new(observation.Configuration, loss, observation.Number);
            if (wasWarmingUp) warmUpLosses.Add(loss);
        }
        else
        {
            loss = double.PositiveInfinity;
        }

        stalled = loss < best ? 0 : stalled + 1;
        best = Math.Min(best, loss);
        if (wasWarmingUp) EndWarmUp();
        else Cool();
    }

    /// <exception cref="InfeasibleSpaceException">No configuration that satisfies the rules was found.</exception>
    public Proposal Propose(ProposalRequest request)
    {
        var stream = request.Stream();
        if (current is null || observed + request.Pending.Length < settings.WarmUp)
            return new Proposal.Next(space.Sample(stream), "warm-up sample");

        var neighbour = current.Configuration;
        for (var edit = 0; edit <= request.Round / RoundsPerEdit; edit++) neighbour = space.Neighbour(neighbour, settings.Moves, stream);
        return new Proposal.Next(neighbour, $"neighbour of trial {current.Number}");
    }

    private bool Accepts(long number, double loss)
    {
        if (current is null || loss <= current.Loss) return true;
        if (IsWarmingUp) return false;
        var draw = RandomStream.For(seed, number, AcceptanceStream).NextDouble();
        return draw < Math.Exp((current.Loss - loss) / spread / Temperature);
    }

    private void EndWarmUp()
    {
        if (observed < settings.WarmUp || warmUpLosses.Count < FewestLosses) return;
        spread = Spread(warmUpLosses);
        stalled = 0;
        warmUpLosses.Clear();
    }

    private void Cool()
    {
        Temperature = Math.Max(settings.MinTemperature, Temperature * settings.Cooling);
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

    private sealed record Current(Configuration Configuration, double Loss, long Number);
}
