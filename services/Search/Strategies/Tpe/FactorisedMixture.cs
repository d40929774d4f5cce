using ArchOpt.Search.Randomness;

namespace ArchOpt.Search.Strategies.Tpe;

/// <summary>
/// The univariate estimator of Bergstra et al. (2011): one mixture per dimension, over the trials in which it is active,
/// each independent of the others.
/// </summary>
internal sealed class FactorisedMixture : ParzenMixture
{
    private readonly double[][] weights; // per dimension, of the kernels that are active in it, summing to 1 with the prior's
    private readonly double[][] logWeights;
    private readonly double[] priors;

    public FactorisedMixture(ParzenTree tree, ParzenGroup group, double[] bandwidths)
        : base(tree, group, bandwidths)
    {
        weights = new double[Columns.Length][];
        logWeights = new double[Columns.Length][];
        priors = new double[Columns.Length];
        for (var d = 0; d < Columns.Length; d++)
        {
            weights[d] = new double[group.Weights.Length];
            var sum = group.Prior;
            for (var k = 0; k < weights[d].Length; k++) sum += weights[d][k] = Columns[d].IsActive(k) ? group.Weights[k] : 0;
            for (var k = 0; k < weights[d].Length; k++) weights[d][k] /= sum;
            logWeights[d] = Array.ConvertAll(weights[d], Math.Log);
            priors[d] = group.Prior / sum;
        }
    }

    public override double Log(ReadOnlySpan<double> point, ReadOnlySpan<bool> active)
    {
        Span<double> sums = LogWeights.Length <= 1_024 ? stackalloc double[LogWeights.Length] : new double[LogWeights.Length];
        var log = 0.0;
        for (var d = 0; d < Columns.Length; d++)
        {
            if (!active[d]) continue;
            logWeights[d].CopyTo(sums);
            Columns[d].AddLog(point[d], sums);
            log += LogSumExp(Math.Log(priors[d]) + Columns[d].LogUniform, sums);
        }

        return log;
    }

    public override void Draw(Span<double> point, Span<bool> active, RandomStream stream) =>
        Tree.Walk(point, active, (Mixture: this, stream), static (d, from) =>
        {
            var kernel = Choose(from.Mixture.weights[d], from.Mixture.priors[d], from.stream);
            return kernel < 0 ? from.stream.NextDouble() : from.Mixture.Columns[d].Draw(kernel, from.stream);
        });
}
