namespace ArchOpt.Search.Strategies.GaussianProcess;

/// <summary>A function to minimise: its value at a point; writes its gradient. Not a number or infinite where it is not defined.</summary>
internal delegate double DifferentiableFunction(ReadOnlySpan<double> point, Span<double> gradient);

/// <summary>
/// Minimises a smooth function over a box: limited-memory quasi-Newton steps (Liu and Nocedal 1989) in the coordinates that are not held
/// at a bound, projected on the box, with a backtracking line search (Bertsekas 1982).
/// </summary>
internal sealed class BoxMinimizer(double[] low, double[] high, int iterations, double tolerance = 1e-9)
{
    private const int Memory = 8;
    private const int MostHalvings = 18;
    private const double SufficientDecrease = 1e-4;

    /// <summary>Moves <paramref name="point"/> downhill and returns the value there, never more than at the start.</summary>
    /// <param name="function">What is minimised.</param>
    /// <param name="point">The start; clamped to the box first.</param>
    /// <param name="firstStep">Longest first step in one coordinate, before anything is known of the curvature.</param>
    public double Minimize(DifferentiableFunction function, double[] point, double firstStep)
    {
        var n = point.Length;
        for (var i = 0; i < n; i++) point[i] = Math.Clamp(point[i], low[i], high[i]);
        double[] gradient = new double[n], next = new double[n], nextGradient = new double[n], direction = new double[n];
        var pairs = new CurvaturePairs(n, Memory);
        var value = function(point, gradient);
        for (var iteration = 0; iteration < iterations && double.IsFinite(value); iteration++)
        {
            if (!Direction(point, gradient, pairs, direction)) break;
            var step = pairs.IsEmpty ? firstStep / Math.Max(firstStep, Largest(direction)) : 1;
            if (Search(function, point, value, gradient, direction, step, next, nextGradient) is not { } lower)
            {
                if (pairs.IsEmpty) break;
                pairs.Clear(); // steepest descent may still find a way
                continue;
            }

            pairs.Add(point, next, gradient, nextGradient);
            var gain = value - lower;
            value = lower;
            next.CopyTo(point, 0);
            nextGradient.CopyTo(gradient, 0);
            if (gain <= tolerance * Math.Max(1, Math.Abs(value))) break;
        }

        return value;
    }

    /// <summary>A descent direction without the coordinates that a bound holds; false when there is none.</summary>
    private bool Direction(double[] point, double[] gradient, CurvaturePairs pairs, double[] direction)
    {
        for (var i = 0; i < point.Length; i++) direction[i] = IsHeld(point[i], gradient[i], i) ? 0 : -gradient[i];
        pairs.Apply(direction);
        for (var i = 0; i < point.Length; i++)
        {
            if (IsHeld(point[i], gradient[i], i)) direction[i] = 0;
        }

        if (Vectors.Dot(direction, gradient) < 0) return true;
        pairs.Clear();
        for (var i = 0; i < point.Length; i++) direction[i] = IsHeld(point[i], gradient[i], i) ? 0 : -gradient[i];
        return Vectors.Dot(direction, gradient) < 0;
    }

    private bool IsHeld(double value, double slope, int i) => (value <= low[i] && slope > 0) || (value >= high[i] && slope < 0);

    private double? Search(
        DifferentiableFunction function, double[] point, double value, double[] gradient, double[] direction, double step,
        double[] next, double[] nextGradient)
    {
        for (var halving = 0; halving < MostHalvings; halving++, step *= 0.4)
        {
            var predicted = 0.0;
            for (var i = 0; i < point.Length; i++)
            {
                next[i] = Math.Clamp(point[i] + step * direction[i], low[i], high[i]);
                predicted += gradient[i] * (next[i] - point[i]);
            }

            if (!(predicted < 0)) continue;
            var reached = function(next, nextGradient);
            if (double.IsFinite(reached) && reached <= value + SufficientDecrease * predicted && reached < value) return reached;
        }

        return null;
    }

    private static double Largest(double[] vector)
    {
        var largest = 0.0;
        foreach (var number in vector) largest = Math.Max(largest, Math.Abs(number));
        return largest;
    }
}
