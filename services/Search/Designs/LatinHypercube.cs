using ArchOpt.Search.Randomness;

namespace ArchOpt.Search.Designs;

/// <summary>
/// Latin hypercubes (McKay, Beckman and Conover 1979, A Comparison of Three Methods for Selecting Values of Input Variables): of n points,
/// every dimension has one in each n-th of its range. A point is computed from its number alone; after as many points as one hypercube
/// has, the next one begins.
/// </summary>
/// <param name="size">How many points a hypercube has, at least 1.</param>
/// <param name="order">The stream that orders the strata, by hypercube (0, 1, ...) and dimension.</param>
/// <param name="offset">The stream that places a point within its stratum, by the point's number and dimension.</param>
internal sealed class LatinHypercube(int size, Func<long, int, RandomStream> order, Func<long, int, RandomStream> offset)
{
    /// <summary>A coordinate of a point, in [0, 1).</summary>
    public double Coordinate(long number, int dimension) =>
        (Stratum(number / size, (int)(number % size), dimension) + offset(number, dimension).NextDouble()) / size;

    /// <summary>The row's element of a random permutation.</summary>
    private int Stratum(long hypercube, int row, int dimension)
    {
        var stream = order(hypercube, dimension);
        var strata = new int[size];
        for (var i = 0; i < size; i++)
        {
            var j = stream.NextInt32(i + 1);
            (strata[i], strata[j]) = (strata[j], i);
        }

        return strata[row];
    }
}
