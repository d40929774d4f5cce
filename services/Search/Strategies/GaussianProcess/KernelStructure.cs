using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies.GaussianProcess;

/// <summary>
/// The kernel as a sum of Matern-5/2 terms with a length-scale for each dimension (automatic relevance determination): one over all
/// dimensions, and one for each group of them, whose weights say how far the function is a sum of functions of single parameters or of
/// single list elements (Duvenaud, Nickisch and Rasmussen 2011).
/// </summary>
/// <remarks>
/// A vector of hyperparameters holds, term by term, the logarithms of the inverse squared length-scales, then the logarithms of the weights
/// of all terms but the first (whose weight is 1), then the logarithm of the noise variance, all relative to the signal variance.
/// </remarks>
internal sealed class KernelStructure
{
    /// <summary>Groups beyond so many cost more time than they save trials.</summary>
    private const int MostGroups = 24;

    private readonly int[] starts;

    private KernelStructure(int[][] terms, int dimensions)
    {
        Terms = terms;
        Dimensions = dimensions;
        starts = new int[terms.Length];
        for (var t = 1; t < terms.Length; t++) starts[t] = starts[t - 1] + terms[t - 1].Length;
        FirstWeight = starts[^1] + terms[^1].Length;
        Noise = FirstWeight + terms.Length - 1;
    }

    /// <summary>The dimensions of each term.</summary>
    public int[][] Terms { get; }

    public int Dimensions { get; }

    /// <summary>Where the weight of the second term is in a vector of hyperparameters.</summary>
    public int FirstWeight { get; }

    /// <summary>Where the noise is.</summary>
    public int Noise { get; }

    public int Size => Noise + 1;

    public static KernelStructure Of(IReadOnlyList<EncodedDimension> dimensions, bool additive)
    {
        int[] all = [.. Enumerable.Range(0, dimensions.Count)];
        int[][] groups = [.. all.GroupBy(d => dimensions[d].Slot >= 0 ? (-1, dimensions[d].Slot) : (d, -1)).Select(group => group.ToArray())];
        return additive && groups.Length is > 1 and <= MostGroups ? new([all, .. groups], all.Length) : new([all], all.Length);
    }

    /// <summary>Where the length-scale of a term's i-th dimension is.</summary>
    public int Length(int term, int i) => starts[term] + i;

    public double Weight(ReadOnlySpan<double> hyperparameters, int term) => term == 0 ? 1 : Math.Exp(hyperparameters[FirstWeight + term - 1]);

    /// <summary>The prior variance of the function, relative to the signal variance.</summary>
    public double TotalWeight(ReadOnlySpan<double> hyperparameters)
    {
        var total = 0.0;
        for (var t = 0; t < Terms.Length; t++) total += Weight(hyperparameters, t);
        return total;
    }

    /// <summary>The scaled squared distances of a term.</summary>
    /// <param name="hyperparameters">See the class.</param>
    /// <param name="term">Which term.</param>
    /// <param name="separations">By dimension.</param>
    /// <param name="squares">Takes the distances.</param>
    public void Squares(ReadOnlySpan<double> hyperparameters, int term, double[][] separations, Span<double> squares)
    {
        squares.Clear();
        var dimensions = Terms[term];
        for (var i = 0; i < dimensions.Length; i++)
            Vectors.AddScaled(squares, Math.Exp(hyperparameters[Length(term, i)]), separations[dimensions[i]]);
    }
}
