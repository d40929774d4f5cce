using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Search.Tests.Strategies;

/// <summary>Runs a strategy against a made-up objective, several trials at a time, finishing in random order.</summary>
internal sealed class Simulation(IStrategy strategy, long seed = 5, int parallelism = 1)
{
    private readonly RandomStream order = RandomStream.For(seed, 99);
    private readonly List<PendingConfiguration> pending = [];
    private long number;

    public List<Observation> Observations { get; } = [];

    /// <summary>What was asked, what was answered, and how many observations had been folded by then.</summary>
    public List<(ProposalRequest Request, Proposal Answer, int Folded)> Log { get; } = [];

    public IEnumerable<Configuration> Proposed => Log.Select(entry => entry.Answer).OfType<Proposal.Next>().Select(next => next.Configuration);

    /// <summary>The outcome of a configuration; by default some fail, some are pruned and some infeasible.</summary>
    public Func<long, Configuration, Observation> Evaluate { get; init; } = Mixed;

    public static Observation Completed(long number, Configuration configuration, double loss) =>
        new(number, configuration, ObservedOutcome.Completed, [loss]);

    /// <summary>Proposes until so many trials were proposed or the strategy has nothing more.</summary>
    public Simulation Run(int trials)
    {
        for (var i = 0; i < trials;)
        {
            while (pending.Count >= parallelism) FinishOne();
            var request = new ProposalRequest(number, seed, [.. pending]);
            var answer = strategy.Propose(request);
            Log.Add((request, answer, Observations.Count));
            if (answer is Proposal.Exhausted) break;
            if (answer is Proposal.Wait) FinishOne();
            else
            {
                pending.Add(new(number++, ((Proposal.Next)answer).Configuration));
                i++;
            }
        }

        while (pending.Count > 0) FinishOne();
        return this;
    }

    public static StrategyProblem Problem(
        string strategy, SearchSpace space, Dictionary<string, double>? settings = null, ImmutableArray<Configuration> list = default, long seed = 5) =>
        new(space, 1, 200, StrategyCatalogue.Find(strategy)!.FillSettings(settings ?? [], list), seed);

    private static Observation Mixed(long number, Configuration configuration)
    {
        var loss = (double)(configuration.Hash.Value % 1_000) / 1_000;
        return (int)(configuration.Hash.Value % 10) switch
        {
            0 => new(number, configuration, ObservedOutcome.Failed, []),
            1 => new(number, configuration, ObservedOutcome.Infeasible, [loss], double.NaN),
            2 => new(number, configuration, ObservedOutcome.Pruned, [loss]),
            _ => Completed(number, configuration, loss),
        };
    }

    private void FinishOne()
    {
        var index = order.NextInt32(pending.Count);
        var observation = Evaluate(pending[index].Number, pending[index].Configuration);
        pending.RemoveAt(index);
        Observations.Add(observation);
        strategy.Observe(observation);
    }
}
