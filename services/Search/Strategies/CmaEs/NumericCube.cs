using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies.CmaEs;

/// <summary>
/// The coordinates that CMA-ES works in: of the encoded unit cube, those that can take more than one value. Floats without step fill theirs; the others
/// have levels, whose first and last reach to infinity.
/// </summary>
internal sealed class NumericCube
{
    private readonly SpaceEncoding encoding;
    private readonly ImmutableArray<int> free;

    public NumericCube(SearchSpace space)
    {
        encoding = SpaceEncoding.Of(space);
        free = [.. Enumerable.Range(0, encoding.Dimensions.Length).Where(i => encoding.Dimensions[i].Levels is not 1)];
        IsDiscrete = [.. free.Select(i => encoding.Dimensions[i].Kind == DimensionKind.Ordered)];
    }

    public int Dimensions => free.Length;

    public ImmutableArray<bool> IsDiscrete { get; }

    /// <summary>What keeps a space from being numeric, as one clause; null when nothing does.</summary>
    public static string? Obstacle(SearchSpace space)
    {
        foreach (var parameter in space.Parameters)
        {
            if (parameter is ListParameter) return $"'{parameter.Name}' is a list";
            if (parameter is CategoricalParameter) return $"'{parameter.Name}' is categorical";
            if (parameter.When is not null) return $"'{parameter.Name}' is conditional";
        }

        return null;
    }

    /// <exception cref="ArgumentException">The configuration has a value that the space does not.</exception>
    public double[] Encode(Configuration configuration)
    {
        var point = encoding.Encode(configuration);
        return [.. free.Select(i => point[i])];
    }

    public Configuration Decode(ReadOnlySpan<double> point)
    {
        var full = new double[encoding.Dimensions.Length];
        Array.Fill(full, 0.5);
        for (var i = 0; i < free.Length; i++) full[free[i]] = Math.Clamp(point[i], 0, 1);
        return encoding.Decode(full);
    }

    /// <summary>
    /// Reflects continuous coordinates that left [0, 1], in place, unless the mean is within one deviation of the end that was crossed or beyond it: there
    /// the optimum may well lie on the end, which all that is outside decodes to. Discrete coordinates may stay outside too: there lies
    /// their first or last level.
    /// </summary>
    /// <returns>Whether anything was reflected.</returns>
    public bool Reflect(Span<double> point, SearchDistribution distribution)
    {
        var reflected = false;
        for (var i = 0; i < point.Length; i++)
        {
            if (IsDiscrete[i] || point[i] is >= 0 and <= 1) continue;
            var inside = point[i] < 0 ? distribution.Mean[i] : 1 - distribution.Mean[i];
            if (inside < distribution.Deviation(i)) continue;
            var folded = Math.Abs(point[i]) % 2;
            point[i] = folded > 1 ? 2 - folded : folded;
            reflected = true;
        }

        return reflected;
    }

    /// <summary>The two ends of the level that a discrete coordinate lies in; infinite at the ends of the range.</summary>
    public (double Low, double High) Level(int dimension, double coordinate)
    {
        var described = encoding.Dimensions[free[dimension]];
        var unit = Math.Clamp(coordinate, 0, 1);
        if (described.Parameter is IntParameter { Log: true } p)
        {
            double low = Math.Log(p.Low - 0.5), width = Math.Log(p.High + 0.5) - low;
            var value = UnitScale.At(p, unit).Number;
            return (value <= p.Low ? double.NegativeInfinity : (Math.Log(value - 0.5) - low) / width,
                value >= p.High ? double.PositiveInfinity : (Math.Log(value + 0.5) - low) / width);
        }

        double count = described.Levels!.Value;
        var level = Math.Min(Math.Floor(unit * count), count - 1);
        return (level == 0 ? double.NegativeInfinity : level / count, level == count - 1 ? double.PositiveInfinity : (level + 1) / count);
    }
}
