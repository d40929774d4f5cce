using MathNet.Numerics.LinearAlgebra;

namespace ArchOpt.Search.Strategies.CmaEs;

/// <summary>The eigenvectors of a covariance matrix and the square roots of its eigenvalues.</summary>
internal sealed class PrincipalAxes
{
    /// <summary>Smaller eigenvalues than this part of the largest are rounding errors; raised to it, the matrix stays positive definite.</summary>
    private const double LeastPart = 1e-14;

    private readonly double[,] vectors; // in columns

    private PrincipalAxes(double[,] vectors, double[] lengths, double[,]? mended, int generation) =>
        (this.vectors, Lengths, Mended, Generation) = (vectors, lengths, mended, generation);

    /// <summary>The standard deviations along the axes.</summary>
    public double[] Lengths { get; }

    /// <summary>The matrix with its eigenvalues raised, where that was necessary.</summary>
    public double[,]? Mended { get; }

    /// <summary>When the matrix was decomposed.</summary>
    public int Generation { get; }

    /// <param name="covariance">Symmetric.</param>
    /// <param name="generation">Noted for the caller.</param>
    public static PrincipalAxes Of(double[,] covariance, int generation)
    {
        var n = covariance.GetLength(0);
        var decomposition = Matrix<double>.Build.DenseOfArray(covariance).Evd(Symmetricity.Symmetric);
        double[] values = [.. decomposition.EigenValues.Select(value => value.Real)];
        var axes = decomposition.EigenVectors.ToArray();
        var least = values.Max() * LeastPart;
        if (values.Min() >= least) return new(axes, [.. values.Select(Math.Sqrt)], null, generation);

        values = [.. values.Select(value => Math.Max(value, least))];
        var mended = new double[n, n];
        for (var r = 0; r < n; r++)
        {
            for (var c = 0; c <= r; c++)
            {
                for (var k = 0; k < n; k++) mended[r, c] += axes[r, k] * values[k] * axes[c, k];
                mended[c, r] = mended[r, c];
            }
        }

        return new(axes, [.. values.Select(Math.Sqrt)], mended, generation);
    }

    /// <summary>A normal vector with the covariance, from a standard normal one: B D z.</summary>
    public double[] Stretch(ReadOnlySpan<double> normal)
    {
        var result = new double[Lengths.Length];
        for (var i = 0; i < result.Length; i++)
        {
            for (var k = 0; k < result.Length; k++) result[i] += vectors[i, k] * Lengths[k] * normal[k];
        }

        return result;
    }

    /// <summary>C^(-1/2) y.</summary>
    public double[] Whiten(ReadOnlySpan<double> y)
    {
        var n = Lengths.Length;
        var along = new double[n];
        for (var k = 0; k < n; k++)
        {
            for (var i = 0; i < n; i++) along[k] += vectors[i, k] * y[i];
            along[k] /= Lengths[k];
        }

        var result = new double[n];
        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < n; k++) result[i] += vectors[i, k] * along[k];
        }

        return result;
    }
}
