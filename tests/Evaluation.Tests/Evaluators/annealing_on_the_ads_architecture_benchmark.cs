using System.Collections.Immutable;
using ArchOpt.Evaluation.Evaluators.AdsArch;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Evaluation.Tests.Evaluators;

/// <summary>
/// The benchmark's task of 20 tries: five published sets of modifiers, ten seeds each, at least 6,000 queries a second. Every search
/// starts from the benchmark's baseline, which scores 0.
/// </summary>
public class annealing_on_the_ads_architecture_benchmark
{
    private const int Tries = 20;
    private const int Seeds = 10;
    private const double LeastQps = 6_000;

    private static readonly SearchSpace Space = new([
        new ListParameter("arch", 1, 5, new([new OrdinalParameter("width", [64, 128, 256, 512, 1024, 2048]), new IntParameter("depth", 1, 5)])),
    ]);

    private static readonly Modifiers[] Sets =
    [
        Modifiers.Default,
        Rows([.05, .23, 1, .1, .1], [.15, .2, 1, .2, .1], [.6, .01, 1, .2, .1], [.15, .23, 1, .2, .1], [.05, .23, 1, .1, .1]),
        Rows([.05, .25, 1, .1, .1], [.15, .3, 1, .2, .1], [.4, .1, 1, .2, .2], [.4, .1, 1, .2, .2], [.05, .25, 1, .1, .1]),
        Rows([.05, .5, 1, .2, .1], [.1, .2, 1, .2, .1], [.15, .15, 1, .2, .1], [.2, .1, 1, .2, .1], [.5, .05, 1, .2, .1]),
        Rows([.4, .1, 1, .2, .2], [.05, .25, 1, .1, .1], [.15, .3, 1, .2, .1], [.05, .25, 1, .1, .1], [.4, .1, 1, .2, .2]),
    ];

    [Theory]
    [InlineData("simulated-annealing")]
    [InlineData("log-simulated-annealing")]
    public void The_defaults_are_far_ahead_of_what_was_published(string strategy) =>
        MeanBest(strategy, "default").ShouldBeGreaterThan(0.110);

    [Theory]
    [InlineData("simulated-annealing", 0.0774)]
    [InlineData("log-simulated-annealing", 0.0613)]
    public void The_preset_reaches_what_was_published(string strategy, double published) =>
        MeanBest(strategy, "seed").ShouldBe(published, 0.012); // three standard errors of a mean of 50

    private static double MeanBest(string strategy, string preset) =>
        Sets.Average(set => Enumerable.Range(0, Seeds).Average(seed => Best(strategy, preset, set, seed)));

    private static double Best(string name, string preset, Modifiers modifiers, long seed)
    {
        var benchmark = new AdsArchProblem { Modifiers = modifiers };
        var simulator = new AdsArchSimulator(benchmark);
        var settings = StrategyCatalogue.Find(name)!.FillSettings(new Dictionary<string, double>(), choices: new Dictionary<string, string> { ["preset"] = preset });
        var strategy = StrategyCatalogue.Create(name, new(Space, 1, Tries, settings, seed) { Constraints = 1 });
        strategy.Observe(Observe(simulator, 0, Write(benchmark.Baseline)));
        var best = 0.0;
        for (var number = 1; number <= Tries; number++)
        {
            var configuration = ((Proposal.Next)strategy.Propose(new(number, seed, []))).Configuration;
            var observation = Observe(simulator, number, configuration);
            if (observation.Outcome == ObservedOutcome.Completed) best = Math.Max(best, -observation.Loss);
            strategy.Observe(observation);
        }

        return best;
    }

    private static Observation Observe(AdsArchSimulator simulator, long number, Configuration configuration)
    {
        var outcome = simulator.Evaluate([.. configuration["arch"].List.Select(part => new SubArchitecture((int)part["width"].Number, (int)part["depth"].Number))]);
        var distance = (LeastQps - outcome.Qps) / LeastQps;
        return new(number, configuration, distance <= 0 ? ObservedOutcome.Completed : ObservedOutcome.Infeasible, [-outcome.Score], Math.Max(0, distance))
        {
            Constraints = [distance],
        };
    }

    private static Configuration Write(ImmutableArray<SubArchitecture> architecture) => Configuration.Of(("arch",
        ParameterValue.Of([.. architecture.Select(part => Configuration.Of(("width", part.Width), ("depth", part.Depth)))])));

    private static Modifiers Rows(params double[][] rows) => Modifiers.FromRows(rows);
}
