using System.Diagnostics;
using ArchOpt.Evaluation.Evaluators.AdsArch;

namespace ArchOpt.Benchmarks;

/// <summary>How fast the ads architecture benchmark itself is, so that nobody waits for it.</summary>
internal static class Simulator
{
    private static readonly SubArchitecture[][] Architectures =
    [
        [new(64, 1)],
        [new(256, 2), new(512, 2), new(256, 2), new(64, 1), new(64, 1)],
        [new(512, 4), new(1024, 5), new(64, 5), new(2048, 1), new(64, 5)],
        [new(2048, 5), new(2048, 5), new(2048, 5), new(2048, 5), new(2048, 5)],
    ];

    public static Task<IEnumerable<Figure>> RunAsync(int trials, int repeats, CancellationToken cancellationToken)
    {
        const int Evaluations = 4_000_000;
        var simulator = new AdsArchSimulator(AdsArchProblem.Standard);
        var rates = new List<double>();
        var sum = Evaluate(simulator, 200_000);
        for (var i = 0; i < repeats; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var watch = Stopwatch.StartNew();
            sum += Evaluate(simulator, Evaluations);
            rates.Add(Evaluations / watch.Elapsed.TotalSeconds);
        }

        if (!double.IsFinite(sum)) throw new InvalidOperationException("The simulator gave a value that is no number.");
        return Task.FromResult<IEnumerable<Figure>>([new Figure("ads-arch evaluations", rates, "1/s", ">= 500000")]);
    }

    private static double Evaluate(AdsArchSimulator simulator, int count)
    {
        var sum = 0.0;
        for (var i = 0; i < count; i++) sum += simulator.Evaluate(Architectures[i & 3]).Score;
        return sum;
    }
}
