using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies.Nsga2;

/// <summary>
/// Mixes two configurations of a space. Where both have a parameter, floats and ints are crossed by simulated binary crossover (Deb and
/// Agrawal 1995) on the parameter's own scale, ordinals and categoricals come from either parent. A list takes its length from either, and its
/// elements are crossed one by one where both parents have one. What only one parent has comes from it, and what a mixture
/// makes active that neither had is drawn.
/// </summary>
internal static class ConfigurationCrossover
{
    /// <summary>The distribution index: how close a child's numbers stay to a parent's. Deb et al. 2002 use 20 throughout.</summary>
    private const double DistributionIndex = 20;

    /// <summary>A mixture within bounds and conditions; rules are the caller's to check.</summary>
    public static Configuration Cross(this SearchSpace space, Configuration first, Configuration second, RandomStream stream) =>
        space.Build(parameter => (first.TryGet(parameter.Name, out var a), second.TryGet(parameter.Name, out var b)) switch
        {
            (true, true) => Cross(parameter, a, b, stream),
            (true, false) => a,
            (false, true) => b,
            _ => parameter.SampleValue(stream),
        });

    private static ParameterValue Cross(Parameter parameter, ParameterValue a, ParameterValue b, RandomStream stream) => parameter switch
    {
        ListParameter list => CrossLists(list, a.List, b.List, stream),
        FloatParameter or IntParameter when a != b =>
            UnitScale.At(parameter, Simulated(UnitScale.Of(parameter, a), UnitScale.Of(parameter, b), stream)),
        _ => stream.NextBoolean() ? a : b,
    };

    private static ParameterValue CrossLists(ListParameter list, ImmutableArray<Configuration> a, ImmutableArray<Configuration> b, RandomStream stream)
    {
        var items = new Configuration[stream.NextBoolean() ? a.Length : b.Length];
        for (var i = 0; i < items.Length; i++)
            items[i] = i >= a.Length ? b[i] : i >= b.Length ? a[i] : list.Element.Cross(a[i], b[i], stream);
        return ParameterValue.Of([.. items]);
    }

    /// <summary>
    /// One of the two children, whose spread relative to the parents' has the density that one-point crossover of bit strings would give it; cut
    /// off at the ends of [0, 1] without piling up there (Deb and Agrawal's bounded form).
    /// </summary>
    private static double Simulated(double a, double b, RandomStream stream)
    {
        var (low, high) = (Math.Min(a, b), Math.Max(a, b));
        if (low == high) return low; // values that differ by less than their scale resolves
        var draw = stream.NextDouble();
        return stream.NextBoolean()
            ? 0.5 * (low + high - Spread(1 + 2 * low / (high - low), draw) * (high - low))
            : 0.5 * (low + high + Spread(1 + 2 * (1 - high) / (high - low), draw) * (high - low));
    }

    /// <param name="most">The spread at which the child reaches the end of the range.</param>
    /// <param name="draw">Uniform on [0, 1).</param>
    private static double Spread(double most, double draw)
    {
        var mass = 2 - Math.Pow(most, -(DistributionIndex + 1));
        return draw * mass <= 1
            ? Math.Pow(draw * mass, 1 / (DistributionIndex + 1))
            : Math.Pow(1 / (2 - draw * mass), 1 / (DistributionIndex + 1));
    }
}
