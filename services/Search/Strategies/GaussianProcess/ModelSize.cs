namespace ArchOpt.Search.Strategies.GaussianProcess;

/// <summary>
/// How much a model may cost, in operations, so that the answer does not depend on a machine's speed. Its matrix has a number for each pair of
/// points and dimension.
/// </summary>
internal static class ModelSize
{
    private const int MostPoints = 256, FewestPoints = 40;
    private const double PairNumbers = 1.6e6;

    /// <summary>The largest number of encoded dimensions that a model takes on.</summary>
    public const int MostDimensions = 1_000;

    /// <summary>The largest number of points of a model.</summary>
    public static int Points(int dimensions) =>
        Math.Clamp((int)Math.Sqrt(2 * PairNumbers / Math.Max(1, dimensions)), FewestPoints, MostPoints);
}
