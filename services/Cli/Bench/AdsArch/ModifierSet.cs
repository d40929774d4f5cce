using System.Collections.Immutable;
using ArchOpt.Evaluation.Evaluators.AdsArch;
using ArchOpt.Search.Randomness;

namespace ArchOpt.Cli.Bench.AdsArch;

/// <summary>One instance of the ads architecture benchmark: how much each position matters, and the architecture that scores 0.</summary>
/// <param name="Baseline">Null for the benchmark's own.</param>
internal sealed record ModifierSet(Modifiers Modifiers, ImmutableArray<SubArchitecture>? Baseline)
{
    public bool Equals(ModifierSet? other) => other is not null && Modifiers.Equals(other.Modifiers)
        && Baseline.HasValue == other.Baseline.HasValue && (Baseline ?? []).SequenceEqual(other.Baseline ?? []);

    public override int GetHashCode() => HashCode.Combine(Modifiers, Baseline?.Length);
}

/// <summary>
/// Draws modifier sets as the benchmark does: the NE weights and the QPS weights are random compositions of 1 into five
/// parts on a grid of 0.05, each at least 0.05; flops scales are uniform on 0.35, 0.40, ..., 1.00, width and depth
/// scales on 0.05, ..., 0.65. Each set comes with a random architecture that is fast enough as its baseline.
/// </summary>
internal static class RandomModifiers
{
    private const int Grid = 20;

    /// <summary>So many architectures are drawn for a baseline; under a limit that none of them meets it is the fastest of all.</summary>
    private const int Draws = 10_000;

    private static readonly SubArchitecture Fastest = new(SubArchitecture.MinWidth, 1);

    /// <summary>Set number <paramref name="index"/> of a seed. It depends on nothing but the arguments.</summary>
    /// <param name="task">Decides the ladder, and with it what a baseline may be.</param>
    /// <param name="qpsMin">How fast the baseline has to be.</param>
    /// <exception cref="CliException">No architecture is that fast.</exception>
    public static ModifierSet Draw(AdsArchTask task, double qpsMin, long seed, int index)
    {
        var stream = RandomStream.For(seed, index);
        while (true)
        {
            var modifiers = Modifiers(stream);
            if (task.Simulate(modifiers) is not { } simulator) continue; // a set under which larger is not better has no learning curves
            if (simulator.Evaluate([Fastest]).Qps < qpsMin) throw CliException.Wrong($"--qps-min: no architecture of {task.Name} reaches {qpsMin} queries per second");
            return new(modifiers, Baseline(task, simulator, qpsMin, stream));
        }
    }

    private static ImmutableArray<SubArchitecture> Baseline(AdsArchTask task, AdsArchSimulator simulator, double qpsMin, RandomStream stream)
    {
        for (var draw = 0; draw < Draws; draw++)
        {
            var architecture = Architecture(task, stream);
            if (simulator.Evaluate(architecture.AsSpan()).Qps >= qpsMin) return architecture;
        }

        return [Fastest];
    }

    private static Modifiers Modifiers(RandomStream stream)
    {
        var a = Composition(stream);
        var b = Composition(stream);
        return new([.. Enumerable.Range(0, SubArchitecture.MaxPositions).Select(i =>
            new PositionModifier(a[i] / (double)Grid, b[i] / (double)Grid, Uniform(stream, 7, 20), Uniform(stream, 1, 13), Uniform(stream, 1, 13)))]);
    }

    /// <summary>Five positive whole numbers with the sum 20, all compositions equally likely: the gaps between four distinct cuts.</summary>
    private static int[] Composition(RandomStream stream)
    {
        var cuts = Enumerable.Range(1, Grid - 1).ToArray();
        for (var i = 0; i < SubArchitecture.MaxPositions - 1; i++)
        {
            var j = i + stream.NextInt32(cuts.Length - i);
            (cuts[i], cuts[j]) = (cuts[j], cuts[i]);
        }

        int[] bounds = [0, .. cuts.Take(SubArchitecture.MaxPositions - 1).Order(), Grid];
        return [.. bounds.Zip(bounds.Skip(1), (low, high) => high - low)];
    }

    private static double Uniform(RandomStream stream, int low, int high) => (low + stream.NextInt32(high - low + 1)) / (double)Grid;

    private static ImmutableArray<SubArchitecture> Architecture(AdsArchTask task, RandomStream stream) =>
    [
        .. Enumerable.Range(0, 1 + stream.NextInt32(SubArchitecture.MaxPositions))
            .Select(_ => new SubArchitecture(task.Widths[stream.NextInt32(task.Widths.Length)], 1 + stream.NextInt32(SubArchitecture.MaxDepth))),
    ];
}
