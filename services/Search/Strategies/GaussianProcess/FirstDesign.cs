using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Rules;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies.GaussianProcess;

/// <summary>
/// The configurations before there is a model: a Latin hypercube (McKay, Beckman and Conover 1979), so that in every dimension each
/// is in another stratum. Where the rules forbid one, a random configuration takes its place.
/// </summary>
internal sealed class FirstDesign(CandidateSpace space, int size, long seed)
{
    private const int DesignStream = -7;

    public Configuration At(ProposalRequest request)
    {
        var design = request.Number / size;
        var row = (int)(request.Number % size);
        if (request.Round > 0) return space.Space.Sample(request.Stream());
        var genes = new double[space.Dimensions];
        for (var d = 0; d < genes.Length; d++)
        {
            var stream = RandomStream.For(seed, DesignStream, design, d);
            genes[d] = (Stratum(row, stream) + RandomStream.For(seed, DesignStream, request.Number, d, 1).NextDouble()) / size;
        }

        var configuration = space.Encoding.Decode(genes);
        return SpaceRules.Of(space.Space).Hold(configuration) ? configuration : space.Space.Sample(request.Stream());
    }

    /// <summary>The row's element of a random permutation.</summary>
    private int Stratum(int row, RandomStream stream)
    {
        var strata = new int[size];
        for (var i = 0; i < size; i++)
        {
            var j = stream.NextInt32(i + 1);
            (strata[i], strata[j]) = (strata[j], i);
        }

        return strata[row];
    }
}
