using ArchOpt.Search.Configurations;
using ArchOpt.Search.Designs;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Rules;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies.GaussianProcess;

/// <summary>
/// The configurations before there is a model: a <see cref="LatinHypercube"/>, so that in every dimension each is in another stratum. Where
/// the rules forbid one, a random configuration takes its place.
/// </summary>
internal sealed class FirstDesign(CandidateSpace space, int size, long seed)
{
    private const int DesignStream = -7;

    private readonly LatinHypercube points = new(
        size,
        (hypercube, dimension) => RandomStream.For(seed, DesignStream, hypercube, dimension),
        (number, dimension) => RandomStream.For(seed, DesignStream, number, dimension, 1));

    public Configuration At(ProposalRequest request)
    {
        if (request.Round > 0) return space.Space.Sample(request.Stream());
        var genes = new double[space.Dimensions];
        for (var d = 0; d < genes.Length; d++) genes[d] = points.Coordinate(request.Number, d);
        var configuration = space.Encoding.Decode(genes);
        return SpaceRules.Of(space.Space).Hold(configuration) ? configuration : space.Space.Sample(request.Stream());
    }
}
