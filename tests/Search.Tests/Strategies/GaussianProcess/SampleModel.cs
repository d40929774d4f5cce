using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies.GaussianProcess;

namespace ArchOpt.Search.Tests.Strategies.GaussianProcess;

/// <summary>Random points of a space, random targets and random hyperparameters.</summary>
internal sealed class SampleModel
{
    public SampleModel(SearchSpace space, bool additive, int count, long seed)
    {
        Encoding = SpaceEncoding.Of(space);
        Kinds = [.. Encoding.Dimensions.Select(ModelDimension.Of)];
        Structure = KernelStructure.Of(Encoding.Dimensions, additive);
        Points = [.. Enumerable.Range(0, count).Select(i => Encode(space.Sample(RandomStream.For(seed, i))))];
        var stream = RandomStream.For(seed, -1);
        Targets = [.. Points.Select(_ => stream.NextNormal())];
        Noise = [.. Points.Select(_ => 0.1 * stream.NextDouble())];
        Hyperparameters = [.. Enumerable.Range(0, Structure.Size).Select(_ => stream.NextNormal())];
        Hyperparameters[Structure.Noise] = -3;
    }

    public SpaceEncoding Encoding { get; }

    public ModelDimension[] Kinds { get; }

    public KernelStructure Structure { get; }

    public EncodedPoint[] Points { get; }

    public double[] Targets { get; }

    public double[] Noise { get; }

    public double[] Hyperparameters { get; }

    public ModelPoints ModelPoints => ModelPoints.Of(Kinds, Points);

    public MarginalLikelihood Likelihood() => new(Structure, new HyperparameterPrior(Structure), ModelPoints.PairSeparations(), Targets, Noise);

    public Posterior Posterior() => Search.Strategies.GaussianProcess.Posterior.Of(Structure, Hyperparameters, ModelPoints, Targets, Noise);

    public EncodedPoint Encode(Configuration configuration) => Encoding.PointOf(configuration);
}
