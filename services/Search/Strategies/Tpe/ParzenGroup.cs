namespace ArchOpt.Search.Strategies.Tpe;

/// <summary>Trials with their weights (summing, with the prior's, to 1): one side of the split.</summary>
/// <param name="Trials">The centres of the kernels.</param>
/// <param name="Weights">One per trial.</param>
/// <param name="Prior">The weight of the uniform component that keeps every point possible.</param>
internal sealed record ParzenGroup(IReadOnlyList<ParzenTrial> Trials, double[] Weights, double Prior)
{
    /// <summary>Scales positive weights so that they and the prior's sum to 1.</summary>
    public static ParzenGroup Of(IReadOnlyList<ParzenTrial> trials, double[] weights, double prior)
    {
        var sum = weights.Sum() + prior;
        return new(trials, Array.ConvertAll(weights, weight => weight / sum), prior / sum);
    }
}
