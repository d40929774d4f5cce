using ArchOpt.Search.Randomness;

namespace ArchOpt.Search.Strategies.Tpe;

/// <summary>
/// The first points: a Latin hypercube (McKay, Beckman and Conover 1979), in which every dimension is covered evenly. Point n is
/// computed from n alone; after as many points as one hypercube has, the next one begins.
/// </summary>
internal static class LatinStart
{
    /// <summary>Part of a stream's address that no round has.</summary>
    private const int Stream = -4;

    /// <summary>A coordinate in [0, 1).</summary>
    public static double Coordinate(long seed, long number, int size, int dimension)
    {
        var block = number / size;
        var stream = RandomStream.For(seed, block, Stream, dimension);
        var order = new int[size];
        for (var i = 0; i < size; i++)
        {
            var j = stream.NextInt32(i + 1);
            order[i] = order[j];
            order[j] = i;
        }

        return (order[number % size] + RandomStream.For(seed, number, Stream, dimension).NextDouble()) / size;
    }
}
