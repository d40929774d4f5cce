using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ArchOpt.Search.Strategies.GaussianProcess;

/// <summary>
/// The few operations on rows of numbers in which a Gaussian process spends its time. Always 256 bits wide, whatever the processor offers,
/// so that sums are taken in one order everywhere and a search can be re-derived on another machine.
/// </summary>
internal static class Vectors
{
    private const int Width = 4;

    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ref var x = ref MemoryMarshal.GetReference(a);
        ref var y = ref MemoryMarshal.GetReference(b[..a.Length]);
        Vector256<double> first = default, second = default;
        var i = 0;
        for (; i <= a.Length - 2 * Width; i += 2 * Width)
        {
            first += At(ref x, i) * At(ref y, i);
            second += At(ref x, i + Width) * At(ref y, i + Width);
        }

        var sum = Vector256.Sum(first + second);
        for (; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    /// <summary>target += factor * row.</summary>
    public static void AddScaled(Span<double> target, double factor, ReadOnlySpan<double> row)
    {
        ref var x = ref MemoryMarshal.GetReference(target);
        ref var y = ref MemoryMarshal.GetReference(row[..target.Length]);
        var scale = Vector256.Create(factor);
        var i = 0;
        for (; i <= target.Length - Width; i += Width) (At(ref x, i) + scale * At(ref y, i)).StoreUnsafe(ref Unsafe.Add(ref x, i));
        for (; i < target.Length; i++) target[i] += factor * row[i];
    }

    /// <summary>product = a * b, element by element.</summary>
    public static void Multiply(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> product)
    {
        ref var x = ref MemoryMarshal.GetReference(a);
        ref var y = ref MemoryMarshal.GetReference(b[..a.Length]);
        ref var z = ref MemoryMarshal.GetReference(product[..a.Length]);
        var i = 0;
        for (; i <= a.Length - Width; i += Width) (At(ref x, i) * At(ref y, i)).StoreUnsafe(ref Unsafe.Add(ref z, i));
        for (; i < a.Length; i++) product[i] = a[i] * b[i];
    }

    /// <summary>differences = (value - row)^2, element by element.</summary>
    public static void SquaredDifferences(double value, ReadOnlySpan<double> row, Span<double> differences)
    {
        ref var x = ref MemoryMarshal.GetReference(row);
        ref var z = ref MemoryMarshal.GetReference(differences[..row.Length]);
        var from = Vector256.Create(value);
        var i = 0;
        for (; i <= row.Length - Width; i += Width)
        {
            var difference = from - At(ref x, i);
            (difference * difference).StoreUnsafe(ref Unsafe.Add(ref z, i));
        }

        for (; i < row.Length; i++) differences[i] = (value - row[i]) * (value - row[i]);
    }

    private static Vector256<double> At(ref double start, int index) => Vector256.LoadUnsafe(ref start, (nuint)index);
}
