namespace ArchOpt.Search.Randomness;

/// <summary>
/// A reproducible stream of random numbers (xoshiro256**, Blackman and Vigna 2021) addressed by a key, never shared.
/// A strategy that proposes trial n draws from <c>RandomStream.For(studySeed, n)</c>, so a proposal depends on no
/// other proposal, on no process and on no clock.
/// </summary>
/// <remarks>
/// Our own generator, because <see cref="Random"/> promises no stable sequence between framework versions and a
/// search must be re-derivable years later. Not thread-safe; not for cryptography.
/// </remarks>
public sealed class RandomStream
{
    private ulong s0, s1, s2, s3;

    private RandomStream(ulong key)
    {
        s0 = SplitMix(ref key);
        s1 = SplitMix(ref key);
        s2 = SplitMix(ref key);
        s3 = SplitMix(ref key);
    }

    /// <summary>A stream in a given state: where the generator is compared with its authors' own.</summary>
    internal RandomStream(ulong s0, ulong s1, ulong s2, ulong s3) => (this.s0, this.s1, this.s2, this.s3) = (s0, s1, s2, s3);

    /// <summary>The stream with this address. Equal keys give equal streams; any difference gives an unrelated one.</summary>
    public static RandomStream For(long seed, params ReadOnlySpan<long> path) => new(Key(seed, path));

    /// <summary>A 64-bit number derived from a key: the seed of a run, say. Always in [0, 2^53), so JSON keeps it exact.</summary>
    public static long Derive(long seed, params ReadOnlySpan<long> path) => (long)(Key(seed, path) >> 11);

    /// <summary>Uniform on [0, 1), with 53 random bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform on 0..<paramref name="exclusiveBound"/>-1, without modulo bias.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bound is not positive.</exception>
    public long NextInt64(long exclusiveBound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveBound);
        var bound = (ulong)exclusiveBound;
        var threshold = (0 - bound) % bound;
        while (true)
        {
            var high = Math.BigMul(NextUInt64(), bound, out var low);
            if (low >= threshold) return (long)high;
        }
    }

    /// <inheritdoc cref="NextInt64"/>
    public int NextInt32(int exclusiveBound) => (int)NextInt64(exclusiveBound);

    /// <summary>True with the given probability in [0, 1].</summary>
    public bool NextBoolean(double probability = 0.5) => NextDouble() < probability;

    /// <summary>Standard normal, by Box and Muller: two uniforms a draw, none kept, so the stream has no hidden state.</summary>
    public double NextNormal() =>
        Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    public ulong NextUInt64()
    {
        var result = ulong.RotateLeft(s1 * 5, 7) * 9;
        var t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = ulong.RotateLeft(s3, 45);
        return result;
    }

    private static ulong Key(long seed, ReadOnlySpan<long> path)
    {
        var key = (ulong)seed;
        key = SplitMix(ref key);
        foreach (var part in path)
        {
            key ^= (ulong)part;
            key = SplitMix(ref key);
        }

        return key;
    }

    /// <summary>SplitMix64 (Steele, Lea and Flood 2014): turns any state, 0 too, into well mixed bits.</summary>
    internal static ulong SplitMix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
