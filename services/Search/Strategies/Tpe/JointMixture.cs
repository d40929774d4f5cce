using ArchOpt.Search.Randomness;

namespace ArchOpt.Search.Strategies.Tpe;

/// <summary>
/// The multivariate estimator: a kernel is the product of its columns over the active dimensions, so what went well together is
/// proposed together (Falkner et al. 2018). Where a trial lacks a dimension that a point has, its kernel is uniform
/// there: trials of another branch say nothing about this branch's parameters, and the parent's kernel already sets them apart.
/// </summary>
internal sealed class JointMixture(ParzenTree tree, ParzenGroup group, double[] bandwidths) : ParzenMixture(tree, group, bandwidths)
{
    public override double Log(ReadOnlySpan<double> point, ReadOnlySpan<bool> active)
    {
        Span<double> sums = LogWeights.Length <= 1_024 ? stackalloc double[LogWeights.Length] : new double[LogWeights.Length];
        LogWeights.CopyTo(sums);
        var prior = Math.Log(Group.Prior);
        for (var d = 0; d < Columns.Length; d++)
        {
            if (!active[d]) continue;
            Columns[d].AddLog(point[d], sums);
            prior += Columns[d].LogUniform;
        }

        return LogSumExp(prior, sums);
    }

    public override void Draw(Span<double> point, Span<bool> active, RandomStream stream)
    {
        var kernel = Choose(Group.Weights, Group.Prior, stream);
        Tree.Walk(point, active, (Columns, kernel, stream), static (d, from) =>
            from.kernel < 0 ? from.stream.NextDouble() : from.Columns[d].Draw(from.kernel, from.stream));
    }
}
