using ArchOpt.Search.Designs;
using ArchOpt.Search.Rules;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies;

/// <summary>
/// Points of a scrambled Sobol sequence (<see cref="ScrambledSobol"/>): like random search without its gaps and clusters, which pays where few
/// parameters matter (Bergstra and Bengio 2012, section 4). Trial n is the n-th point, whatever else runs or was observed.
/// </summary>
/// <remarks>
/// Any space will do: points are decoded by <see cref="SpaceEncoding"/>, lists at their greatest length, and what is inactive goes unread.
/// The evenness is at its best at powers of two. Where a point violates a rule or was tried before, the trial takes the point at the same place
/// in one of the next stretches of 2^20 points; where 256 of them do not help, a random sample.
/// </remarks>
public sealed class SobolSearch : IStrategy
{
    public const string Name = "sobol";

    /// <summary>How far apart the points are that one trial may take; itself a power of two, so a stretch is as even as the first one.</summary>
    private const long Stretch = 1L << 20;

    private const int PointsPerRound = 256;

    private readonly SearchSpace space;
    private readonly SpaceRules rules;
    private readonly SpaceEncoding encoding;
    private readonly ScrambledSobol sequence;

    public SobolSearch(SearchSpace space, long seed)
    {
        this.space = space;
        rules = SpaceRules.Of(space);
        encoding = SpaceEncoding.Of(space);
        sequence = new(encoding.Dimensions.Length, seed);
    }

    public static StrategyDescription Description { get; } =
        new(Name, [], problem => new SobolSearch(problem.Space, problem.Seed), _ => null);

    /// <summary>Nothing is learnt.</summary>
    public void Observe(Observation observation)
    {
    }

    /// <exception cref="InfeasibleSpaceException">No configuration that satisfies the rules was found.</exception>
    public Proposal Propose(ProposalRequest request)
    {
        var point = new double[sequence.Dimensions];
        for (var attempt = 0L; attempt < PointsPerRound; attempt++)
        {
            var stretch = request.Round * PointsPerRound + attempt;
            sequence.Point((request.Number + stretch * Stretch) % ScrambledSobol.Length, point);
            var configuration = encoding.Decode(point);
            if (rules.Hold(configuration)) return new Proposal.Next(configuration, "Sobol point");
        }

        return new Proposal.Next(space.Sample(request.Stream()), "random sample: Sobol points violate the rules");
    }
}
