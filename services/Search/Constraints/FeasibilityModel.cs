using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies.GaussianProcess;

namespace ArchOpt.Search.Constraints;

/// <summary>
/// Learns where a study's constraints hold, for any strategy that models: a Gaussian process for each measured constraint (Gardner et al. 2014),
/// and one over labels for configurations that turned out infeasible for a reason that nothing measured.
/// </summary>
/// <remarks>
/// It reads the history that its strategy observes into, and says what that implies. Models are fitted when they are asked, at counts that a schedule
/// fixes, to a bounded number of observations. Infeasible observations with measured constraints teach where the bound runs; failed ones
/// teach nothing. Spaces of more than 1,000 encoded dimensions are not modelled. Not thread-safe.
/// </remarks>
internal sealed class FeasibilityModel
{
    private readonly ModelHistory history;
    private readonly ConstraintTerm[] terms;
    private readonly bool isModelled;
    private long asked = -1, askedFit = -1;

    /// <param name="encoding">The study's space.</param>
    /// <param name="constraints">How many constraints an observation may measure.</param>
    /// <param name="history">What was observed.</param>
    public FeasibilityModel(SpaceEncoding encoding, int constraints, ModelHistory history)
    {
        this.history = history;
        isModelled = encoding.Dimensions.Length is > 0 and <= ModelSize.MostDimensions;
        var structure = KernelStructure.Of(encoding.Dimensions, additive: true);
        ModelDimension[] dimensions = [.. encoding.Dimensions.Select(ModelDimension.Of)];
        terms =
        [
            .. Enumerable.Range(0, constraints).Select(constraint => ConstraintTerm.Measured(structure, dimensions, constraint)),
            ConstraintTerm.Unexplained(structure, dimensions),
        ];
    }

    /// <summary>The log of the probability that all constraints hold at a point; 0 when there is nothing to be infeasible about.</summary>
    /// <param name="encodedPoint">A point of the space's <see cref="SpaceEncoding"/>.</param>
    /// <param name="active">Its active dimensions.</param>
    public double LogProbability(ReadOnlySpan<double> encodedPoint, ReadOnlySpan<bool> active)
    {
        if (!isModelled) return 0;
        Update();
        var sum = 0.0;
        foreach (var term in terms) sum += term.LogProbability(encodedPoint, active);
        return sum;
    }

    /// <summary>Also adds the derivatives by the continuous, active coordinates to a gradient.</summary>
    public double LogProbability(ReadOnlySpan<double> encodedPoint, ReadOnlySpan<bool> active, Span<double> gradient)
    {
        if (!isModelled) return 0;
        Update();
        var sum = 0.0;
        foreach (var term in terms) sum += term.LogProbability(encodedPoint, active, gradient);
        return sum;
    }

    private void Update()
    {
        if (asked == history.Observed) return;
        foreach (var term in terms)
        {
            if (askedFit != history.FittedAt) term.Fit(history.Fitted);
            term.Condition(history.Entries);
        }

        (asked, askedFit) = (history.Observed, history.FittedAt);
    }
}
