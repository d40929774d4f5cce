using ArchOpt.Search.Strategies.GaussianProcess;

namespace ArchOpt.Search.Constraints;

/// <summary>One factor of the probability of feasibility: a quantity is modelled, and the probability is that of being at most 0.</summary>
internal sealed class ConstraintTerm
{
    /// <summary>Distances beyond this many bounds are all the same to a search.</summary>
    private const double MostDistance = 1e6;

    /// <summary>Labels are uncertain: one next to the boundary says little about the other side.</summary>
    private const double LabelNoise = 0.05;

    private readonly KernelStructure structure;
    private readonly ModelDimension[] dimensions;
    private readonly Func<IReadOnlyList<HistoryEntry>, List<Target>> select;
    private readonly bool isLabel;
    private readonly double[] meanSlope, varianceSlope;
    private SurrogateFit? fit;
    private Surrogate? surrogate;

    private ConstraintTerm(KernelStructure structure, ModelDimension[] dimensions, bool isLabel, Func<IReadOnlyList<HistoryEntry>, List<Target>> select)
    {
        (this.structure, this.dimensions, this.isLabel, this.select) = (structure, dimensions, isLabel, select);
        (meanSlope, varianceSlope) = (new double[dimensions.Length], new double[dimensions.Length]);
    }

    /// <summary>The relative distance of one constraint, where it was measured.</summary>
    public static ConstraintTerm Measured(KernelStructure structure, ModelDimension[] dimensions, int constraint) => new(structure, dimensions, false, entries =>
        [.. from entry in entries
            where entry.Constraints.Length > constraint && !double.IsNaN(entry.Constraints[constraint])
            select new Target(entry.Point, Math.Clamp(entry.Constraints[constraint], -MostDistance, MostDistance))]);

    /// <summary>1 where a configuration was infeasible for an unmeasured reason, -1 where it was not.</summary>
    public static ConstraintTerm Unexplained(KernelStructure structure, ModelDimension[] dimensions) => new(structure, dimensions, true, entries =>
        [.. from entry in entries
            where entry.Feasibility is not null
            select new Target(entry.Point, entry.IsUnexplained ? 1 : -1, ExtraNoise: LabelNoise)]);

    /// <summary>Fits the model; where all values are equal there is none and the probability is 1 everywhere.</summary>
    public void Fit(IReadOnlyList<HistoryEntry> entries) => fit = SurrogateFit.Of(
        structure, dimensions, Chosen(entries), isLabel ? static _ => [new TargetWarp.Linear(0, 1)] : WarpChoice.ForDistances);

    /// <summary>Conditions the fitted model on what is known now.</summary>
    public void Condition(IReadOnlyList<HistoryEntry> entries) =>
        surrogate = fit is null ? null : Surrogate.Of(structure, dimensions, fit, Chosen(entries));

    public double LogProbability(ReadOnlySpan<double> point, ReadOnlySpan<bool> active)
    {
        if (surrogate is null) return 0;
        var (mean, variance) = surrogate.Posterior.At(point, active);
        return NormalTail.LogProbability((surrogate.Warp.Forward(0) - mean) / Math.Sqrt(variance), out _);
    }

    public double LogProbability(ReadOnlySpan<double> point, ReadOnlySpan<bool> active, Span<double> gradient)
    {
        if (surrogate is null) return 0;
        var (mean, variance) = surrogate.Posterior.At(point, active, meanSlope, varianceSlope);
        var deviation = Math.Sqrt(variance);
        var z = (surrogate.Warp.Forward(0) - mean) / deviation;
        var log = NormalTail.LogProbability(z, out var slope);
        Vectors.AddScaled(gradient, -slope / deviation, meanSlope);
        Vectors.AddScaled(gradient, -slope * z / (2 * variance), varianceSlope);
        return log;
    }

    /// <summary>Where there are too many, those nearest to the bound matter most.</summary>
    private List<Target> Chosen(IReadOnlyList<HistoryEntry> entries) =>
        TargetSubset.Of(select(entries), ModelSize.Points(dimensions.Length), static target => Math.Abs(target.Value));
}
