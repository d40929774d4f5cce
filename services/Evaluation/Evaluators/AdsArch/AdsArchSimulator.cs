using System.Collections.Immutable;
using ArchOpt.Search.Randomness;

namespace ArchOpt.Evaluation.Evaluators.AdsArch;

/// <summary>What the simulator says of an architecture.</summary>
/// <param name="Score">(NE of the baseline - NE) / NE of the baseline; higher is better, 0 for the baseline itself.</param>
/// <param name="Ne">Normalized entropy; lower is better.</param>
/// <param name="Qps">Queries per second; at least 500.</param>
/// <param name="Parameters">Millions of weights.</param>
public readonly record struct AdsArchOutcome(double Score, double Ne, double Qps, double Parameters);

/// <summary>
/// The click model behind the ads architecture benchmark: quality and serving speed of a nested architecture after
/// so many days of training. Pure and thread-safe; everything that depends on the problem alone is computed once.
/// </summary>
public sealed class AdsArchSimulator
{
    private const double MinQps = 500, FlopsPerSecond = 2.5e12, LeastFlops = 5e7, MostFlops = 5e9;
    private readonly ComplexityScale scale;
    private readonly double smallAt, mediumAt, largeAt;
    private readonly double smallNe, mediumNe, largeNe;
    private readonly double baselineNe, noiseLevel;

    /// <exception cref="ArgumentException">The modifiers put the anchors of the learning curves out of order.</exception>
    public AdsArchSimulator(AdsArchProblem problem)
    {
        scale = new(problem.MaxWidth, problem.Modifiers);
        smallAt = AnchorAt([new(SubArchitecture.MinWidth, 1)]);
        mediumAt = AnchorAt([new(64, 2), new(512, 2), new(1024, 2), new(1024, 2), new(1024, 2)]);
        largeAt = AnchorAt([.. Enumerable.Repeat(new SubArchitecture(problem.MaxWidth, problem.LargeDepth), SubArchitecture.MaxPositions)]);
        if (!scale.IsUsable || !(smallAt < mediumAt && mediumAt < largeAt))
            throw new ArgumentException("The NE complexity must rise from the small over the medium to the large anchor.", nameof(problem));
        var r = Math.Min(1, problem.Days / LearningCurves.FullTrainingDays);
        (smallNe, mediumNe, largeNe) = (LearningCurves.Small(r), LearningCurves.Medium(r), LearningCurves.Large(r));
        noiseLevel = 0.02 * (0.01 + 0.7 * (1 - r));
        baselineNe = NeOf(scale.Of(problem.Baseline.AsSpan()).Ne);
    }

    /// <summary>The exact outcome of an architecture of 1 to 5 sub-architectures on the problem's ladder.</summary>
    public AdsArchOutcome Evaluate(ReadOnlySpan<SubArchitecture> architecture)
    {
        var complexity = scale.Of(architecture);
        var ne = NeOf(complexity.Ne);
        var qps = Math.Max(MinQps, FlopsPerSecond / (LeastFlops + complexity.Qps * (MostFlops - LeastFlops)));
        return new(ScoreOf(ne), ne, qps, complexity.Parameters);
    }

    /// <summary>
    /// The outcome as a noisy measurement shows it, determined by seed and architecture alone: training the same
    /// model with the same seed again measures the same. The baseline it is scored against stays exact.
    /// </summary>
    public AdsArchOutcome Measure(ReadOnlySpan<SubArchitecture> architecture, long seed)
    {
        var exact = Evaluate(architecture);
        Span<long> key = stackalloc long[architecture.Length];
        for (var i = 0; i < key.Length; i++) key[i] = ((long)architecture[i].Width << 8) | (uint)architecture[i].Depth;
        var noise = RandomStream.For(seed, key);
        var ne = Math.Clamp(exact.Ne + noise.NextNormal() * noiseLevel, 0, 1);
        var qps = Math.Max(MinQps, exact.Qps + noise.NextNormal() * exact.Qps * noiseLevel);
        return exact with { Ne = ne, Qps = qps, Score = ScoreOf(ne) };
    }

    private double AnchorAt(ImmutableArray<SubArchitecture> anchor) => scale.Of(anchor.AsSpan()).Ne;

    private double ScoreOf(double ne) => (baselineNe - ne) / baselineNe;

    private double NeOf(double complexity)
    {
        if (complexity <= smallAt) return smallNe;
        if (complexity >= largeAt) return largeNe;
        return complexity <= mediumAt
            ? Interpolate(complexity, smallAt, smallNe, mediumAt, mediumNe)
            : Interpolate(complexity, mediumAt, mediumNe, largeAt, largeNe);
    }

    private static double Interpolate(double x, double x0, double y0, double x1, double y1) => y0 + (y1 - y0) / (x1 - x0) * (x - x0);
}
