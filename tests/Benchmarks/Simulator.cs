using System.Diagnostics;
using ArchOpt.Evaluation.Evaluators;
using ArchOpt.Evaluation.Evaluators.AdsArch;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Benchmarks;

/// <summary>
/// How fast the ads architecture benchmark itself is, so that nobody waits for it: the bare simulator, and the evaluator
/// as a worker calls it, from configuration to metrics.
/// </summary>
internal static class Simulator
{
    private const int Evaluations = 1_000_000;

    private static readonly string[] Configurations =
    [
        """{"arch":[{"width":64,"depth":1}]}""",
        """{"arch":[{"width":256,"depth":2},{"width":512,"depth":2},{"width":256,"depth":2},{"width":64,"depth":1},{"width":64,"depth":1}]}""",
        """{"arch":[{"width":512,"depth":4},{"width":1024,"depth":5},{"width":64,"depth":5},{"width":2048,"depth":1},{"width":64,"depth":5}]}""",
        """{"arch":[{"width":64,"depth":1},{"width":2048,"depth":5}]}""",
    ];

    public static async Task<IEnumerable<Figure>> RunAsync(int trials, int repeats, CancellationToken cancellationToken)
    {
        SubArchitecture[][] architectures =
        [
            [new(64, 1)],
            [new(256, 2), new(512, 2), new(256, 2), new(64, 1), new(64, 1)],
            [new(512, 4), new(1024, 5), new(64, 5), new(2048, 1), new(64, 5)],
            [new(64, 1), new(2048, 5)],
        ];
        var simulator = new AdsArchSimulator(AdsArchProblem.Standard);
        var registry = EvaluatorRegistry.BuiltIn(".", TimeProvider.System);
        var configurations = Configurations.Select(Configuration.Parse).ToArray();
        List<double> bare = [], whole = [];
        for (var i = -1; i < repeats; i++)
        {
            var watch = Stopwatch.StartNew();
            var sum = 0.0;
            for (var n = 0; n < Evaluations; n++) sum += simulator.Evaluate(architectures[n & 3]).Score;
            var bareRate = Evaluations / watch.Elapsed.TotalSeconds;
            watch.Restart();
            for (var n = 0; n < Evaluations; n++)
                sum -= (await registry.EvaluateOnceAsync(AdsArchEvaluator.EvaluatorName, "{}", configurations[n & 3], n, cancellationToken)).Metrics["score"];
            if (Math.Abs(sum) > 1e-3) throw new InvalidOperationException($"The evaluator and the simulator disagree by {sum}.");
            if (i < 0) continue; // the first pass compiles
            bare.Add(bareRate);
            whole.Add(Evaluations / watch.Elapsed.TotalSeconds);
        }

        return
        [
            new Figure("ads-arch simulator", bare, "1/s", ">= 500000"),
            new Figure("ads-arch evaluator, configuration to metrics", whole, "1/s", ">= 500000"),
        ];
    }
}
