using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ArchOpt.Search.Strategies.GaussianProcess;

/// <summary>The Matern-5/2 correlation (Rasmussen and Williams 2006, 4.2.1) as a function of the squared scaled distance.</summary>
internal static class Matern
{
    /// <param name="squares">Squared scaled distances, at least 0.</param>
    /// <param name="values">Takes (1 + s + s^2 / 3) exp(-s), where s is the square root of five times the square.</param>
    /// <param name="slopes">Takes the derivative by the square: -5/6 (1 + s) exp(-s).</param>
    public static void Evaluate(ReadOnlySpan<double> squares, Span<double> values, Span<double> slopes)
    {
        ref var x = ref MemoryMarshal.GetReference(squares);
        ref var y = ref MemoryMarshal.GetReference(values[..squares.Length]);
        ref var z = ref MemoryMarshal.GetReference(slopes[..squares.Length]);
        var i = 0;
        for (; i <= squares.Length - 4; i += 4)
        {
            var s = Vector256.Sqrt(5 * Vector256.LoadUnsafe(ref x, (nuint)i));
            var decay = Vector256.Exp(-s);
            var linear = (Vector256<double>.One + s) * decay;
            (linear + s * s * decay * (1.0 / 3)).StoreUnsafe(ref Unsafe.Add(ref y, i));
            (linear * (-5.0 / 6)).StoreUnsafe(ref Unsafe.Add(ref z, i));
        }

        for (; i < squares.Length; i++)
        {
            var s = Math.Sqrt(5 * squares[i]);
            var decay = Math.Exp(-s);
            values[i] = (1 + s + s * s / 3) * decay;
            slopes[i] = -5.0 / 6 * (1 + s) * decay;
        }
    }
}
