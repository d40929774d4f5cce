using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Rules;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies.GaussianProcess;

/// <summary>The unit cube of a space as candidates move in it: which points exist, and which levels a dimension has.</summary>
internal sealed class CandidateSpace
{
    private readonly SpaceRules rules;
    private readonly bool isPlain; // every point of the cube is a configuration with the same active dimensions
    private readonly bool[] allActive;

    public CandidateSpace(SearchSpace space, SpaceEncoding encoding)
    {
        (Space, Encoding) = (space, encoding);
        rules = SpaceRules.Of(space);
        isPlain = space.Rules.IsEmpty && space.Parameters.All(parameter => parameter is not ListParameter && parameter.When is null);
        allActive = [.. encoding.Dimensions.Select(_ => true)];
    }

    public SearchSpace Space { get; }

    public SpaceEncoding Encoding { get; }

    public int Dimensions => allActive.Length;

    public bool IsContinuous(int dimension) => Encoding.Dimensions[dimension].Kind == DimensionKind.Continuous;

    public bool IsCategorical(int dimension) => Encoding.Dimensions[dimension].Kind == DimensionKind.Categorical;

    /// <summary>Whether some dimension is continuous.</summary>
    public bool HasContinuous => Encoding.Dimensions.Any(dimension => dimension.Kind == DimensionKind.Continuous);

    /// <summary>Whether some dimension is not continuous.</summary>
    public bool HasLevels => Encoding.Dimensions.Any(dimension => dimension.Kind != DimensionKind.Continuous);

    public long Levels(int dimension) => Encoding.Dimensions[dimension].Levels!.Value;

    /// <summary>The configuration's point that some genes mean, or null where it violates a rule.</summary>
    public (EncodedPoint Point, Configuration? Configuration)? At(double[] genes)
    {
        if (!isPlain)
        {
            var configuration = Encoding.Decode(genes);
            return rules.Hold(configuration) ? (PointOf(configuration), configuration) : null;
        }

        var coordinates = new double[genes.Length];
        for (var d = 0; d < genes.Length; d++) coordinates[d] = IsContinuous(d) ? genes[d] : UnitAt(d, LevelOf(d, genes[d]));
        return (new(coordinates, allActive), null);
    }

    public EncodedPoint PointOf(Configuration configuration) => Encoding.PointOf(configuration);

    /// <summary>Genes of a point; what is not active is random.</summary>
    public double[] GenesOf(EncodedPoint point, RandomStream stream)
    {
        var genes = new double[Dimensions];
        for (var d = 0; d < genes.Length; d++) genes[d] = point.Active[d] ? point.Coordinates[d] : stream.NextDouble();
        return genes;
    }

    /// <summary>Random genes of a configuration that satisfies the rules.</summary>
    /// <exception cref="InfeasibleSpaceException">No configuration that satisfies the rules was found.</exception>
    public double[] Sample(RandomStream stream)
    {
        if (!isPlain) return GenesOf(PointOf(Space.Sample(stream)), stream);
        var genes = new double[Dimensions];
        for (var d = 0; d < genes.Length; d++) genes[d] = stream.NextDouble();
        return genes;
    }

    /// <summary>The level that a number in [0, 1] falls on.</summary>
    public long LevelOf(int dimension, double unit)
    {
        var parameter = Encoding.Dimensions[dimension].Parameter;
        var count = Levels(dimension);
        return parameter is IntParameter { Log: true }
            ? ParameterLevels.IndexOf(parameter, UnitScale.At(parameter, unit))
            : Math.Clamp((long)(unit * count), 0, count - 1);
    }

    /// <summary>The coordinate of a level.</summary>
    public double UnitAt(int dimension, long level)
    {
        var parameter = Encoding.Dimensions[dimension].Parameter;
        return parameter is IntParameter { Log: true }
            ? UnitScale.Of(parameter, ParameterLevels.At(parameter, level))
            : (level + 0.5) / Levels(dimension);
    }
}
