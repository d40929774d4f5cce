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
    /// <summary>The squared distance of "not active" from the middle of the range: about as far as the end of the range.</summary>
    private const double NotActive = 0.25;

    private readonly DimensionKind[] kinds;
    private readonly double[][] columns;
    private readonly bool[]?[] active; // null where the dimension is active in every point

    private ModelPoints(DimensionKind[] kinds, double[][] columns, bool[]?[] active, int count) =>
        (this.kinds, this.columns, this.active, Count) = (kinds, columns, active, count);

    public int Count { get; }

    public int Dimensions => kinds.Length;

    public static ModelPoints Of(DimensionKind[] kinds, IReadOnlyList<EncodedPoint> points)
    {
        var coordinates = new double[kinds.Length][];
        var activity = new bool[]?[kinds.Length];
        for (var d = 0; d < kinds.Length; d++)
        {
            coordinates[d] = new double[points.Count];
            for (var i = 0; i < points.Count; i++) coordinates[d][i] = points[i].Coordinates[d];
            if (points.All(point => point.Active[d])) continue;
            activity[d] = [.. points.Select(point => point.Active[d])];
        }

        return new(kinds, coordinates, activity, points.Count);
    }

    /// <summary>The squared separations of a point from the first points, in one dimension.</summary>
    public void Separations(int dimension, double coordinate, bool isActive, Span<double> squares)
    {
        var column = columns[dimension].AsSpan(0, squares.Length);
        var activity = active[dimension];
        if (kinds[dimension] == DimensionKind.Categorical)
        {
            for (var i = 0; i < column.Length; i++)
                squares[i] = (activity?[i] ?? true) != isActive || (isActive && column[i] != coordinate) ? 1 : 0;
            return;
        }

        Vectors.SquaredDifferences(coordinate, column, squares);
        if (activity is null && isActive) return;
        for (var i = 0; i < column.Length; i++)
        {
            if ((activity?[i] ?? true) != isActive) squares[i] += NotActive;
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

    public bool IsContinuous(int dimension) => kinds[dimension] == DimensionKind.Continuous;
}
