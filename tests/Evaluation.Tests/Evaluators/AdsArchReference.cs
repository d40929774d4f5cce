using ArchOpt.Evaluation.Evaluators.AdsArch;

namespace ArchOpt.Evaluation.Tests.Evaluators;

/// <summary>The benchmark's published sets of modifiers, and a search that reads the simulator as a strategy may not.</summary>
internal static class AdsArchReference
{
    private static readonly SubArchitecture[] Choices =
        [.. from width in new[] { 64, 128, 256, 512, 1024, 2048 } from depth in Enumerable.Range(1, 5) select new SubArchitecture(width, depth)];

    public static Modifiers Skewed(int set) => set switch
    {
        1 => Modifiers.Default,
        2 => Modifiers.FromRows([[.05, .23, 1, .1, .1], [.15, .2, 1, .2, .1], [.6, .01, 1, .2, .1], [.15, .23, 1, .2, .1], [.05, .23, 1, .1, .1]]),
        3 => Modifiers.FromRows([[.05, .25, 1, .1, .1], [.15, .3, 1, .2, .1], [.4, .1, 1, .2, .2], [.4, .1, 1, .2, .2], [.05, .25, 1, .1, .1]]),
        4 => Modifiers.FromRows([[.05, .5, 1, .2, .1], [.1, .2, 1, .2, .1], [.15, .15, 1, .2, .1], [.2, .1, 1, .2, .1], [.5, .05, 1, .2, .1]]),
        _ => Modifiers.FromRows([[.4, .1, 1, .2, .2], [.05, .25, 1, .1, .1], [.15, .3, 1, .2, .1], [.05, .25, 1, .1, .1], [.4, .1, 1, .2, .2]]),
    };

    /// <summary>The best score at or above a QPS, over sweeps of two positions at a time, from every uniform architecture of the pow2 ladder.</summary>
    public static double BestScore(Modifiers modifiers, double minQps)
    {
        var simulator = new AdsArchSimulator(AdsArchProblem.Standard with { Modifiers = modifiers });
        var best = double.NegativeInfinity;
        foreach (var start in Choices)
        {
            for (var length = 1; length <= 5; length++)
            {
                var architecture = Enumerable.Repeat(start, length).ToArray();
                best = Math.Max(best, Climb(simulator, architecture, minQps));
            }
        }

        return best;
    }

    private static double Climb(AdsArchSimulator simulator, SubArchitecture[] architecture, double minQps)
    {
        var current = double.NegativeInfinity;
        for (var improved = true; improved;)
        {
            improved = false;
            for (var i = 0; i < architecture.Length; i++)
            {
                for (var j = i; j < architecture.Length; j++) improved |= Sweep(simulator, architecture, i, j, minQps, ref current);
            }
        }

        return current;
    }

    private static bool Sweep(AdsArchSimulator simulator, SubArchitecture[] architecture, int i, int j, double minQps, ref double current)
    {
        var (bestI, bestJ) = (architecture[i], architecture[j]);
        var improved = false;
        foreach (var one in Choices)
        {
            foreach (var other in Choices)
            {
                architecture[i] = one;
                architecture[j] = other;
                var outcome = simulator.Evaluate(architecture);
                if (outcome.Qps < minQps || outcome.Score <= current) continue;
                (current, bestI, bestJ, improved) = (outcome.Score, one, other, true);
                if (i == j) bestI = other;
            }
        }

        architecture[i] = bestI;
        architecture[j] = bestJ;
        return improved;
    }
}
