using ArchOpt.Search.Objectives;

namespace ArchOpt.Search.Strategies.CmaEs;

/// <summary>
/// One descent of CMA-ES from its start until it has nothing more to gain. The next one then starts elsewhere with twice the population (IPOP:
/// Auger and Hansen 2005, A Restart CMA Evolution Strategy With Increasing Population Size), which sees more of a rugged landscape.
/// </summary>
internal sealed class Descent(SearchDistribution start, CmaParameters parameters, NumericCube cube)
{
    /// <summary>A continuous coordinate whose deviation is below this part of its range has converged.</summary>
    private const double Converged = 1e-9;

    /// <summary>No deviation is of use beyond this: ten times the range.</summary>
    private const double Diverged = 10;

    private readonly List<Candidate> candidates = [];
    private Fitness? best;
    private int sinceBest;

    public SearchDistribution Distribution { get; private set; } = start;

    /// <summary>The distribution one generation earlier, which trials in flight may have come from.</summary>
    public SearchDistribution? Previous { get; private set; }

    public int Generations { get; private set; }

    /// <summary>
    /// Nothing more to gain: every continuous coordinate has converged, or there was no new best for 10 + 30 n / lambda generations (the
    /// tutorial's horizon for its tests of stagnation), or the step size has lost its way. A bad condition number is no reason: a coordinate that
    /// has settled on its border shrinks ahead of the others.
    /// </summary>
    public bool IsOver
    {
        get
        {
            var continuous = Enumerable.Range(0, cube.Dimensions).Where(i => !cube.IsDiscrete[i]).ToArray();
            return sinceBest > 10 + 30 * cube.Dimensions / parameters.Population
                || (continuous.Length > 0 && continuous.All(i => Distribution.Deviation(i) < Converged))
                || Enumerable.Range(0, cube.Dimensions).Any(i => !(Distribution.Deviation(i) < Diverged));
        }
    }

    /// <summary>Folds one candidate. Tells whether it completed a generation.</summary>
    public bool Add(Candidate candidate)
    {
        candidates.Add(candidate);
        if (candidates.Count < parameters.Population) return false;
        var leader = candidates.Select(c => c.Fitness).Min(Fitness.ByFirstLoss)!;
        sinceBest = best is not null && Fitness.ByFirstLoss.Compare(leader, best) >= 0 ? sinceBest + 1 : 0;
        best = sinceBest == 0 ? leader : best;
        Previous = Distribution;
        Distribution = Margin.Keep(Distribution.Learn(candidates, parameters), cube, 1.0 / (cube.Dimensions * parameters.Population));
        candidates.Clear();
        Generations++;
        return true;
    }
}
