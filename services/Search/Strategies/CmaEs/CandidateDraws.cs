using ArchOpt.Search.Configurations;
using ArchOpt.Search.Designs;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Rules;
using ArchOpt.Search.Spaces;
using MathNet.Numerics.Distributions;

namespace ArchOpt.Search.Strategies.CmaEs;

/// <summary>A candidate as it was drawn.</summary>
/// <param name="Point">Before it was rounded to a level where it is discrete, or cut off at an end of the cube that the mean is near.</param>
/// <param name="Configuration">What it stands for.</param>
/// <param name="WasReflected">The draw was farther outside, and the point is another one.</param>
internal sealed record DrawnCandidate(double[] Point, Configuration Configuration, bool WasReflected);

/// <summary>
/// The candidate of a trial number under a distribution. As nothing else goes in, a strategy that observes a trial can find out again where
/// between two levels its candidate lay, which the configuration does not say.
/// </summary>
/// <remarks>
/// The normal vectors are a scrambled Sobol sequence through the normal quantile function, so that a generation's candidates surround the mean evenly
/// (Teytaud and Gelly 2007, DCMA: yet another derandomization in covariance-matrix-adaptation). That left a third less
/// regret after 100 trials on the functions that the defaults were chosen on, more than any other choice. Where a candidate violates a rule or was refused, the next ones come from the number's random streams.
/// </remarks>
internal sealed class CandidateDraws(SearchSpace space, NumericCube cube, long seed)
{
    private const int Tries = 64;
    private const int MostRounds = 16;
    private const int NormalStream = -21;
    private const double Half = 1.0 / (1L << 54); // from the lower end of a digit's interval to its middle: 0 has no quantile

    /// <summary>Coordinates of one point differ by no more than this after encoding and decoding.</summary>
    private const double Resolution = 1e-9;

    private readonly SpaceRules rules = SpaceRules.Of(space);
    private readonly ScrambledSobol normals = new(cube.Dimensions, RandomStream.Derive(seed, NormalStream));

    /// <summary>A candidate that obeys the rules, or null when 64 tries find none.</summary>
    public DrawnCandidate? Draw(SearchDistribution distribution, long number, int round)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var (point, wasReflected) = Point(distribution, number, round, attempt);
            var configuration = cube.Decode(point);
            if (rules.Hold(configuration)) return new(point, configuration, wasReflected);
        }

        return null;
    }

    /// <summary>The candidate that a trial number was proposed as, in whichever round; null when the configuration came from elsewhere.</summary>
    public DrawnCandidate? Find(SearchDistribution distribution, long number, Configuration configuration)
    {
        var encoded = cube.Encode(configuration);
        for (var round = 0; round < MostRounds; round++)
        {
            if (!rules.Own.IsEmpty || IsNear(Point(distribution, number, round, 0).Point, encoded))
            {
                if (Draw(distribution, number, round) is { } drawn && drawn.Configuration.Equals(configuration)) return drawn;
            }
        }

        return null;
    }

    private (double[] Point, bool WasReflected) Point(SearchDistribution distribution, long number, int round, int attempt)
    {
        var normal = new double[cube.Dimensions];
        if (round == 0 && attempt == 0)
        {
            normals.Point(number % ScrambledSobol.Length, normal);
            for (var i = 0; i < normal.Length; i++) normal[i] = Normal.InvCDF(0, 1, normal[i] + Half);
        }
        else
        {
            var stream = RandomStream.For(seed, number, round, attempt);
            for (var i = 0; i < normal.Length; i++) normal[i] = stream.NextNormal();
        }

        var point = distribution.At(normal);
        return (point, cube.Reflect(point, distribution));
    }

    /// <summary>Spares the decoding of most points that are not the one looked for.</summary>
    private bool IsNear(double[] point, double[] encoded)
    {
        for (var i = 0; i < point.Length; i++)
        {
            var (low, high) = cube.IsDiscrete[i] ? cube.Level(i, encoded[i]) : (encoded[i], encoded[i]);
            var inside = cube.IsDiscrete[i] ? point[i] : Math.Clamp(point[i], 0, 1);
            if (inside < low - Resolution || inside > high + Resolution) return false;
        }

        return true;
    }
}
