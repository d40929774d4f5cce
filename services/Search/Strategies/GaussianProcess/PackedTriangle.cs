namespace ArchOpt.Search.Strategies.GaussianProcess;

/// <summary>
/// Cholesky's factorisation of symmetric matrices that are stored as their lower triangle, row after row: element (i, j), j at most i,
/// is at i (i + 1) / 2 + j. Every inner loop runs along a row.
/// </summary>
internal static class PackedTriangle
{
    public static int Size(int rows) => rows * (rows + 1) / 2;

    public static int RowStart(int row) => row * (row + 1) / 2;

    public static Span<double> Row(Span<double> triangle, int row) => triangle.Slice(RowStart(row), row + 1);

    /// <summary>Replaces a matrix by its factor L, where L L' is the matrix. False when it is not positive definite; then the content is lost.</summary>
    public static bool TryFactor(Span<double> matrix, int rows)
    {
        for (var i = 0; i < rows; i++)
        {
            var row = Row(matrix, i);
            for (var j = 0; j < i; j++)
            {
                var other = Row(matrix, j);
                row[j] = (row[j] - Vectors.Dot(row[..j], other[..j])) / other[j];
            }

            var pivot = row[i] - Vectors.Dot(row[..i], row[..i]);
            if (!(pivot > 0) || !double.IsFinite(pivot)) return false;
            row[i] = Math.Sqrt(pivot);
        }

        return true;
    }

    /// <summary>The inverse of a factor, a lower triangle as well.</summary>
    public static void Invert(ReadOnlySpan<double> factor, Span<double> inverse, int rows)
    {
        inverse[..Size(rows)].Clear();
        for (var i = 0; i < rows; i++)
        {
            var row = Row(inverse, i);
            var start = RowStart(i);
            for (var k = 0; k < i; k++) Vectors.AddScaled(row[..(k + 1)], -factor[start + k], Row(inverse, k));
            var pivot = 1 / factor[start + i];
            for (var j = 0; j < i; j++) row[j] *= pivot;
            row[i] = pivot;
        }
    }

    /// <summary>T'T for a lower triangle T: with T the inverse of a factor, the inverse of the factored matrix.</summary>
    public static void Gram(ReadOnlySpan<double> triangle, Span<double> gram, int rows)
    {
        gram[..Size(rows)].Clear();
        for (var k = 0; k < rows; k++)
        {
            var row = triangle.Slice(RowStart(k), k + 1);
            for (var i = 0; i <= k; i++) Vectors.AddScaled(Row(gram, i), row[i], row[..(i + 1)]);
        }
    }

    /// <summary>product = T v.</summary>
    public static void Multiply(ReadOnlySpan<double> triangle, ReadOnlySpan<double> vector, Span<double> product, int rows)
    {
        for (var i = 0; i < rows; i++) product[i] = Vectors.Dot(triangle.Slice(RowStart(i), i + 1), vector[..(i + 1)]);
    }

    /// <summary>product = T' v.</summary>
    public static void MultiplyTransposed(ReadOnlySpan<double> triangle, ReadOnlySpan<double> vector, Span<double> product, int rows)
    {
        product[..rows].Clear();
        for (var i = 0; i < rows; i++) Vectors.AddScaled(product[..(i + 1)], vector[i], triangle.Slice(RowStart(i), i + 1));
    }
}
