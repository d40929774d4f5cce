using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies.GaussianProcess;

/// <summary>
/// Encoded configurations that a model is conditioned on, column by column, and how far another point is from each of them in each dimension.
/// </summary>
/// <remarks>
/// The squared separation of two active numbers is the square of their difference, of two choices 0 or 1. Where the dimension is active in one
/// of the two only, a constant is added: geometrically, what is not active lies beside the range, at its middle. That is a Euclidean
/// embedding, so every kernel of these separations is positive definite on conditional spaces and lists of different length.
/// </remarks>
internal sealed class ModelPoints
{
    private readonly ModelDimension[] dimensions;
    private readonly double[][] columns;
    private readonly bool[]?[] active; // null where the dimension is active in every point

    private ModelPoints(ModelDimension[] dimensions, double[][] columns, bool[]?[] active, int count) =>
        (this.dimensions, this.columns, this.active, Count) = (dimensions, columns, active, count);

    public int Count { get; }

    public int Dimensions => dimensions.Length;

    public static ModelPoints Of(ModelDimension[] dimensions, IReadOnlyList<EncodedPoint> points)
    {
        var coordinates = new double[dimensions.Length][];
        var activity = new bool[]?[dimensions.Length];
        for (var d = 0; d < dimensions.Length; d++)
        {
            coordinates[d] = new double[points.Count];
            for (var i = 0; i < points.Count; i++) coordinates[d][i] = points[i].Coordinates[d];
            if (points.All(point => point.Active[d])) continue;
            activity[d] = [.. points.Select(point => point.Active[d])];
        }

        return new(dimensions, coordinates, activity, points.Count);
    }

    /// <summary>The squared separations of a point from the first points, in one dimension.</summary>
    public void Separations(int dimension, double coordinate, bool isActive, Span<double> squares)
    {
        var column = columns[dimension].AsSpan(0, squares.Length);
        var activity = active[dimension];
        if (dimensions[dimension].Kind == DimensionKind.Categorical)
        {
            for (var i = 0; i < column.Length; i++)
                squares[i] = (activity?[i] ?? true) != isActive || (isActive && column[i] != coordinate) ? 1 : 0;
            return;
        }

        Vectors.SquaredDifferences(coordinate, column, squares);
        if (activity is null && isActive) return;
        var notActive = dimensions[dimension].NotActive;
        for (var i = 0; i < column.Length; i++)
        {
            if ((activity?[i] ?? true) != isActive) squares[i] += notActive;
        }
    }

    /// <summary>For each dimension the squared separations of all pairs, as a packed triangle with zeros on its diagonal.</summary>
    public double[][] PairSeparations()
    {
        var pairs = new double[Dimensions][];
        for (var d = 0; d < Dimensions; d++)
        {
            pairs[d] = new double[PackedTriangle.Size(Count)];
            for (var i = 0; i < Count; i++)
                Separations(d, columns[d][i], active[d]?[i] ?? true, PackedTriangle.Row(pairs[d], i));
        }

        return pairs;
    }

    /// <summary>Half the derivatives of the squared separations by the coordinate of a point, where it is continuous and active.</summary>
    public double HalfSlope(int dimension, double coordinate, ReadOnlySpan<double> weights)
    {
        var sum = 0.0;
        var column = columns[dimension];
        for (var i = 0; i < column.Length; i++) sum += weights[i] * (coordinate - column[i]);
        return sum;
    }

    public bool IsContinuous(int dimension) => dimensions[dimension].Kind == DimensionKind.Continuous;
}
