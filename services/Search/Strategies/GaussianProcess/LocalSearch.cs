namespace ArchOpt.Search.Strategies.GaussianProcess;

/// <summary>
/// Climbs the acquisition function from a candidate: quasi-Newton steps in the active continuous dimensions, the best level of each other
/// dimension in turn, until neither helps.
/// </summary>
/// <remarks>
/// Each polish stays within reach of where it starts. Unbounded, the climbs from random points end on the faces of the cube, where a model knows least; in
/// ten dimensions a search then spends its trials on corners. Good points move further from trial to trial.
/// </remarks>
internal sealed class LocalSearch(CandidateSpace space, Acquisition acquisition, Branch? within)
{
    private const int Rounds = 8;
    private const int Iterations = 40;
    private const double FirstStep = 0.05;
    private const double Reach = 0.2;
    private const int MostLevels = 12;

    public Candidate Climb(Candidate start)
    {
        var current = start;
        for (var round = 0; round < Rounds; round++)
        {
            var before = current.Score;
            current = Polish(current);
            current = Sweep(current);
            if (current.Score <= before + 1e-9 || !space.HasLevels) break;
        }

        return current;
    }

    /// <summary>The candidate of some genes, or null where the rules forbid it or it is not in the branch.</summary>
    public Candidate? Score(double[] genes) => space.At(genes) is { } at && within?.Contains(at.Point) != false
        ? new Candidate(genes, at.Point, acquisition.At(at.Point)) { Configuration = at.Configuration }
        : null;

    private Candidate Polish(Candidate candidate)
    {
        int[] free = [.. Enumerable.Range(0, space.Dimensions).Where(d => space.IsContinuous(d) && candidate.Point.Active[d])];
        if (free.Length == 0) return candidate;
        double[] point = [.. candidate.Point.Coordinates], slopes = new double[point.Length];
        double[] reached = [.. free.Select(d => point[d])];
        var minimizer = new BoxMinimizer([.. free.Select(d => Math.Max(0, point[d] - Reach))], [.. free.Select(d => Math.Min(1, point[d] + Reach))], Iterations);
        minimizer.Minimize(
            (at, gradient) =>
            {
                for (var i = 0; i < free.Length; i++) point[free[i]] = at[i];
                var score = acquisition.At(point, candidate.Point.Active, slopes);
                for (var i = 0; i < free.Length; i++) gradient[i] = -slopes[free[i]];
                return -score;
            },
            reached,
            FirstStep);
        double[] genes = [.. candidate.Genes];
        for (var i = 0; i < free.Length; i++) genes[free[i]] = reached[i];
        return Better(candidate, genes);
    }

    private Candidate Sweep(Candidate candidate)
    {
        for (var d = 0; d < space.Dimensions; d++)
        {
            if (space.IsContinuous(d) || !candidate.Point.Active[d]) continue;
            var from = candidate;
            foreach (var level in Neighbours(d, space.LevelOf(d, from.Point.Coordinates[d])))
            {
                double[] genes = [.. from.Genes];
                genes[d] = space.UnitAt(d, level);
                candidate = Better(candidate, genes);
            }
        }

        return candidate;
    }

    private Candidate Better(Candidate candidate, double[] genes) =>
        Score(genes) is { } other && other.Score > candidate.Score ? other : candidate;

    /// <summary>All levels where they are few; else those next to one of an ordered dimension and some further away, or a spread of choices.</summary>
    private IEnumerable<long> Neighbours(int dimension, long level)
    {
        var count = space.Levels(dimension);
        if (count <= MostLevels)
        {
            for (var other = 0L; other < count; other++)
            {
                if (other != level) yield return other;
            }

            yield break;
        }

        if (space.IsCategorical(dimension))
        {
            for (var i = 1L; i <= MostLevels; i++) yield return (level + i * count / (MostLevels + 1)) % count;
            yield break;
        }

        for (var step = 1L; step < count; step *= 3)
        {
            if (level - step >= 0) yield return level - step;
            if (level + step < count) yield return level + step;
        }
    }
}
