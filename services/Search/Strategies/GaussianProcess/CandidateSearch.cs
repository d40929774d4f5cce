using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies.GaussianProcess;

/// <summary>
/// Maximises the acquisition function: scores random candidates and mutants of the best observed points at scales from the whole range to a
/// ten-thousandth, climbs from the best of each, and ranks the ends. A space of few configurations is scored completely.
/// </summary>
/// <remarks>
/// A local search starts from mutants of the single best point alone, at most a fifth of the range away: what a trust region does (TuRBO, Eriksson et al. 2019),
/// without its state.
/// </remarks>
internal sealed class CandidateSearch(CandidateSpace space)
{
    private const int Random = 200, Mutants = 300;
    private const int Starts = 3, LocalStarts = 3;
    private const int EnumerationLimit = 2_000;
    private const double MutatedAtOnce = 20;
    private const double WidestScale = 0.5, LocalScale = 0.2;

    private readonly Lazy<(Configuration Configuration, EncodedPoint Point)[]?> all = new(() => Enumerate(space));

    /// <summary>The best untried candidates, best first; never more than a handful, and none where all that was found was tried.</summary>
    /// <param name="acquisition">What is maximised.</param>
    /// <param name="incumbents">The best observed points, best first.</param>
    /// <param name="isTried">What is not to be returned.</param>
    /// <param name="stream">Where the draws come from.</param>
    /// <param name="isLocal">Whether to search around the best point alone.</param>
    /// <param name="within">Where to search; null means everywhere.</param>
    public List<Candidate> Best(Acquisition acquisition, IReadOnlyList<EncodedPoint> incumbents, Func<Configuration, bool> isTried, RandomStream stream, bool isLocal, Branch? within)
    {
        if (all.Value is { } few)
        {
            return [.. few.Where(entry => !isTried(entry.Configuration) && within?.Contains(entry.Point) != false)
                .Select(entry => new Candidate(entry.Point.Coordinates, entry.Point, acquisition.At(entry.Point)) { Configuration = entry.Configuration })
                .OrderByDescending(candidate => candidate.Score).Take(16)];
        }

        var climb = new LocalSearch(space, acquisition, within);
        var random = Scored(climb, Enumerable.Range(0, isLocal && incumbents.Count > 0 ? 0 : Random).Select(_ => Inside(space.Sample(stream))));
        var parents = isLocal ? Math.Min(1, incumbents.Count) : incumbents.Count;
        var local = Scored(climb, Enumerable.Range(0, parents == 0 ? 0 : Mutants)
            .Select(i => Inside(Mutant(incumbents[i % parents], isLocal ? LocalScale : WidestScale, stream))));
        var starts = random.Take(Starts).Concat(local.Take(LocalStarts)).ToArray();
        return [.. starts.Select(climb.Climb).Concat(starts).Concat(local.Take(16))
            .OrderByDescending(candidate => candidate.Score)
            .Select(candidate => candidate with { Configuration = candidate.Configuration ?? space.Encoding.Decode(candidate.Genes) })
            .Where(candidate => !isTried(candidate.Configuration!))
            .DistinctBy(candidate => candidate.Configuration!.Hash).Take(16)];

        double[] Inside(double[] genes) => within is null ? genes : within.Enter(genes, stream);
    }

    private static List<Candidate> Scored(LocalSearch climb, IEnumerable<double[]> genes) =>
        [.. genes.Select(climb.Score).OfType<Candidate>().OrderByDescending(candidate => candidate.Score)];

    /// <summary>Changes some dimensions at a random scale, at least one.</summary>
    private double[] Mutant(EncodedPoint incumbent, double widest, RandomStream stream)
    {
        var genes = space.GenesOf(incumbent, stream);
        var scale = widest * Math.Pow(10, -4 * stream.NextDouble());
        var share = Math.Min(1, (stream.NextBoolean() ? MutatedAtOnce : 2) / genes.Length);
        var certain = stream.NextInt32(genes.Length);
        for (var d = 0; d < genes.Length; d++)
        {
            if (d != certain && !stream.NextBoolean(share)) continue;
            if (space.IsContinuous(d)) genes[d] = Math.Clamp(genes[d] + scale * stream.NextNormal(), 0, 1);
            else genes[d] = space.UnitAt(d, Step(d, space.LevelOf(d, genes[d]), scale, stream));
        }

        return genes;
    }

    private long Step(int dimension, long level, double scale, RandomStream stream)
    {
        var count = space.Levels(dimension);
        if (space.IsCategorical(dimension)) return stream.NextInt64(count);
        var step = (long)Math.Round(scale * count * stream.NextNormal());
        if (step == 0) step = stream.NextBoolean() ? 1 : -1;
        return Math.Clamp(level + step, 0, count - 1);
    }

    private static (Configuration, EncodedPoint)[]? Enumerate(CandidateSpace space)
    {
        if (SpaceEnumeration.TryOf(space.Space) is not { } points || points.Count > EnumerationLimit) return null;
        return [.. Enumerable.Range(0, (int)points.Count).Select(i => points.At(i))
            .Where(Rules.SpaceRules.Of(space.Space).Hold)
            .Select(configuration => (configuration, space.PointOf(configuration)))];
    }
}
