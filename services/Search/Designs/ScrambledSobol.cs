using System.Numerics;
using ArchOpt.Search.Randomness;

namespace ArchOpt.Search.Designs;

/// <summary>
/// A scrambled Sobol sequence in the unit cube: points that fill it more evenly than random ones, each a function of its index. For the
/// <c>sobol</c> strategy and for the first designs of others.
/// </summary>
/// <remarks>
/// <para>
/// Scrambling is a random lower-triangular matrix per dimension followed by a digital shift (Matousek 1998; Owen 2003 compares the ways to
/// scramble). It keeps every net: of 2^k points from a multiple of 2^k on, each elementary interval that the sequence serves evenly is still
/// served evenly, while a single point is uniform on the cube, and different seeds give independent sequences. Coordinates have 53
/// binary digits and lie in [0, 1). Points come in Gray code order (Antonov and Saleev 1979), like everywhere.
/// </para>
/// <para>
/// The table of directions ends at 161 dimensions. Further ones reuse it in groups of 161; each group goes through the sequence in an order
/// of its own, a nested permutation that keeps aligned blocks of 2^k indices together. So every coordinate stays as evenly spread, but between
/// groups there is no more order than chance gives (padding as in Owen 1998, Latin supercube sampling).
/// </para>
/// Immutable and thread-safe.
/// </remarks>
internal sealed class ScrambledSobol
{
    /// <summary>Indices are below this.</summary>
    public const long Length = 1L << SobolDirections.Bits;

    private const int Digits = 53;
    private const int MatrixStream = -11, ShiftStream = -12, OrderStream = -13;

    private readonly long seed;
    private readonly ulong[][] columns;
    private readonly ulong[] shifts;

    /// <param name="dimensions">At least 0.</param>
    /// <param name="seed">Equal seeds give equal sequences.</param>
    public ScrambledSobol(int dimensions, long seed)
    {
        this.seed = seed;
        columns = [.. Enumerable.Range(0, dimensions).Select(dimension => Scrambled(dimension, seed))];
        shifts = [.. Enumerable.Range(0, dimensions).Select(dimension => RandomStream.For(seed, ShiftStream, dimension).NextUInt64() >> (64 - Digits))];
    }

    private ScrambledSobol(ulong[][] columns)
    {
        this.columns = columns;
        shifts = new ulong[columns.Length];
    }

    public int Dimensions => columns.Length;

    /// <summary>The sequence as published, for comparison; its first point is the origin.</summary>
    /// <param name="dimensions">At most <see cref="SobolDirections.Dimensions"/>.</param>
    public static ScrambledSobol Unscrambled(int dimensions) => new([.. Enumerable.Range(0, dimensions).Select(dimension =>
        SobolDirections.Of(dimension).ToArray().Select(column => (ulong)column << (Digits - SobolDirections.Bits)).ToArray())]);

    /// <summary>The point with that index.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is not in [0, <see cref="Length"/>).</exception>
    /// <exception cref="ArgumentException">The span has another length than <see cref="Dimensions"/>.</exception>
    public void Point(long index, Span<double> point)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Length);
        if (point.Length != columns.Length) throw new ArgumentException($"A point has {columns.Length} coordinates.", nameof(point));
        var (group, gray) = (0, Gray((uint)index));
        for (var dimension = 0; dimension < point.Length; dimension++)
        {
            if (dimension / SobolDirections.Dimensions != group)
            {
                group = dimension / SobolDirections.Dimensions;
                gray = Gray(Reordered((uint)index, group));
            }

            var digits = shifts[dimension];
            var directions = columns[dimension];
            for (var bits = gray; bits != 0; bits &= bits - 1) digits ^= directions[BitOperations.TrailingZeroCount(bits)];
            point[dimension] = digits * (1.0 / (1UL << Digits));
        }
    }

    private static uint Gray(uint index) => index ^ (index >> 1);

    /// <summary>Each bit is flipped or not by what is above it, so indices that share their high bits still do.</summary>
    private uint Reordered(uint index, int group)
    {
        var result = 0u;
        for (var bit = 0; bit < SobolDirections.Bits; bit++)
        {
            var above = (long)((ulong)index >> (bit + 1));
            var flip = (uint)(RandomStream.For(seed, OrderStream, group, bit, above).NextUInt64() >> 63);
            result |= (((index >> bit) & 1) ^ flip) << bit;
        }

        return result;
    }

    /// <summary>
    /// The columns of L C: digit r of a scrambled column is the parity of row r of L and the column. Row r of L has ones on the
    /// diagonal and random bits before it; rows below the last digit of C are random altogether.
    /// </summary>
    private static ulong[] Scrambled(int dimension, long seed)
    {
        var stream = RandomStream.For(seed, MatrixStream, dimension);
        var directions = SobolDirections.Of(dimension % SobolDirections.Dimensions);
        var result = new ulong[SobolDirections.Bits];
        for (var digit = 0; digit < Digits; digit++)
        {
            var row = (uint)(stream.NextUInt64() >> 32);
            if (digit < SobolDirections.Bits)
            {
                var diagonal = 1u << (SobolDirections.Bits - 1 - digit);
                row = (row & ~(diagonal | (diagonal - 1))) | diagonal;
            }

            for (var column = 0; column < result.Length; column++)
            {
                var parity = (ulong)(BitOperations.PopCount(row & directions[column]) & 1);
                result[column] |= parity << (Digits - 1 - digit);
            }
        }

        return result;
    }
}
