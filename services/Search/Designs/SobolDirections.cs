namespace ArchOpt.Search.Designs;

/// <summary>
/// The direction numbers of the Sobol sequence: its generating matrices, one per dimension, a column per bit of the index. Bit 31 of a
/// column is the first binary digit of a coordinate.
/// </summary>
internal static class SobolDirections
{
    /// <summary>Bits of an index, and binary digits of a coordinate before scrambling.</summary>
    public const int Bits = 32;

    private static readonly uint[][] Columns = Build();

    public static int Dimensions => Columns.Length;

    /// <param name="dimension">Below <see cref="Dimensions"/>.</param>
    public static ReadOnlySpan<uint> Of(int dimension) => Columns[dimension];

    private static uint[][] Build()
    {
        var columns = new uint[InitialDirectionNumbers.Dimensions][];
        columns[0] = [.. Enumerable.Range(1, Bits).Select(bit => 1u << (Bits - bit))]; // van der Corput's sequence
        var (dimension, start) = (1, 0);
        foreach (var (degree, polynomial) in PrimitivePolynomials.First(columns.Length - 1))
        {
            columns[dimension++] = Extend(InitialDirectionNumbers.Numbers.Slice(start, degree), polynomial);
            start += degree;
        }

        return columns;
    }

    /// <summary>The recurrence of Bratley and Fox 1988 (Algorithm 659), on numbers scaled to 32 bits.</summary>
    private static uint[] Extend(ReadOnlySpan<ushort> initial, int polynomial)
    {
        var degree = initial.Length;
        var v = new uint[Bits];
        for (var i = 0; i < Bits; i++)
        {
            if (i < degree)
            {
                v[i] = (uint)initial[i] << (Bits - 1 - i);
                continue;
            }

            v[i] = v[i - degree] ^ (v[i - degree] >> degree);
            for (var k = 1; k < degree; k++)
            {
                if (((polynomial >> (degree - k)) & 1) != 0) v[i] ^= v[i - k];
            }
        }

        return v;
    }
}
