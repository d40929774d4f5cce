using ArchOpt.Evaluation.Evaluators.AdsArch;
using ArchOpt.Search.Randomness;

namespace ArchOpt.Cli.Bench.AdsArch;

/// <summary>
/// What a modifier set has to give: the best score that simulated annealing finds when it may evaluate as often as it
/// likes. Strategies are measured against it; none of them sees it.
/// </summary>
/// <remarks>
/// On the listed sets of the power-of-two ladder, whose optima are known by enumeration, it comes to within 0.01% of them.
/// Where it falls short, regrets come out a little too small, for all strategies alike.
/// </remarks>
internal static class BestKnown
{
    private const int Restarts = 6;
    private const int Steps = 12_000;
    private const double Hot = 1e-2, Cold = 1e-5; // in units of the score
    private const long Stream = 0x62657374;

    /// <summary>At least 0, the baseline's score.</summary>
    public static double Score(AdsArchTask task, ModifierSet set, double qpsMin)
    {
        var simulator = new AdsArchSimulator(task.Problem with { Modifiers = set.Modifiers, Baseline = set.Baseline ?? task.Problem.Baseline });
        var best = 0.0;
        for (var restart = 0; restart < Restarts; restart++) best = Math.Max(best, Anneal(task, simulator, qpsMin, RandomStream.For(Stream, restart)));
        return best;
    }

    private static double Anneal(AdsArchTask task, AdsArchSimulator simulator, double qpsMin, RandomStream stream)
    {
        Span<SubArchitecture> current = stackalloc SubArchitecture[SubArchitecture.MaxPositions];
        Span<SubArchitecture> next = stackalloc SubArchitecture[SubArchitecture.MaxPositions];
        current[0] = new(SubArchitecture.MinWidth, 1); // the fastest there is
        var length = 1;
        var score = Score(simulator, current[..length], qpsMin);
        var best = Math.Max(0, score);
        for (var step = 0; step < Steps; step++)
        {
            current.CopyTo(next);
            var nextLength = Move(task, next, length, stream);
            // Under a tight limit one position has to give what another takes.
            if (stream.NextBoolean()) nextLength = Move(task, next, nextLength, stream);
            var nextScore = Score(simulator, next[..nextLength], qpsMin);
            var temperature = Hot * Math.Pow(Cold / Hot, (double)step / Steps);
            if (nextScore < score && stream.NextDouble() >= Math.Exp((nextScore - score) / temperature)) continue;
            next.CopyTo(current);
            (length, score) = (nextLength, nextScore);
            best = Math.Max(best, score);
        }

        return best;
    }

    private static double Score(AdsArchSimulator simulator, ReadOnlySpan<SubArchitecture> architecture, double qpsMin)
    {
        var outcome = simulator.Evaluate(architecture);
        return outcome.Qps >= qpsMin ? outcome.Score : double.NegativeInfinity;
    }

    private static int Move(AdsArchTask task, Span<SubArchitecture> architecture, int length, RandomStream stream)
    {
        var position = stream.NextInt32(length);
        var sub = architecture[position];
        var kind = stream.NextInt32(10);
        if (kind == 0 && length < SubArchitecture.MaxPositions)
        {
            architecture[length] = new(task.Widths[stream.NextInt32(task.Widths.Length)], 1 + stream.NextInt32(SubArchitecture.MaxDepth));
            return length + 1;
        }

        if (kind == 1 && length > 1) return length - 1;
        var depth = kind < 6 ? Math.Clamp(sub.Depth + (stream.NextBoolean() ? 1 : -1), 1, SubArchitecture.MaxDepth) : sub.Depth;
        var width = kind >= 4 ? Other(task, sub.Width, stream) : sub.Width;
        architecture[position] = new(width, depth);
        return length;
    }

    /// <summary>Mostly a rung up or down, sometimes several: long ladders need both.</summary>
    private static int Other(AdsArchTask task, int width, RandomStream stream)
    {
        var reach = stream.NextBoolean() ? 1 : 1 + stream.NextInt32(Math.Max(1, task.Widths.Length / 4));
        var rung = task.Widths.IndexOf(width) + (stream.NextBoolean() ? reach : -reach);
        return task.Widths[Math.Clamp(rung, 0, task.Widths.Length - 1)];
    }
}
