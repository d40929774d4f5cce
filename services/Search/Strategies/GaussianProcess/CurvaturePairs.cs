namespace ArchOpt.Search.Strategies.GaussianProcess;

/// <summary>The last steps of a minimiser and how the gradient changed along them: an implicit inverse Hessian (Nocedal 1980, two-loop recursion).</summary>
internal sealed class CurvaturePairs(int dimensions, int memory)
{
    private readonly List<(double[] Step, double[] Change, double Curvature)> pairs = [];

    public bool IsEmpty => pairs.Count == 0;

    public void Clear() => pairs.Clear();

    /// <summary>Remembers a step, unless the function does not curve upwards along it.</summary>
    public void Add(double[] from, double[] to, double[] gradientFrom, double[] gradientTo)
    {
        double[] step = new double[dimensions], change = new double[dimensions];
        for (var i = 0; i < dimensions; i++)
        {
            step[i] = to[i] - from[i];
            change[i] = gradientTo[i] - gradientFrom[i];
        }

        var curvature = Vectors.Dot(step, change);
        if (!(curvature > 1e-10 * Math.Sqrt(Vectors.Dot(step, step) * Vectors.Dot(change, change)))) return;
        if (pairs.Count == memory) pairs.RemoveAt(0);
        pairs.Add((step, change, curvature));
    }

    /// <summary>Multiplies a vector by the inverse Hessian, in place.</summary>
    public void Apply(Span<double> vector)
    {
        if (IsEmpty) return;
        Span<double> weights = stackalloc double[pairs.Count];
        for (var k = pairs.Count - 1; k >= 0; k--)
        {
            var (step, change, curvature) = pairs[k];
            weights[k] = Vectors.Dot(step, vector) / curvature;
            Vectors.AddScaled(vector, -weights[k], change);
        }

        var last = pairs[^1];
        var scale = last.Curvature / Vectors.Dot(last.Change, last.Change);
        for (var i = 0; i < vector.Length; i++) vector[i] *= scale;
        for (var k = 0; k < pairs.Count; k++)
        {
            var (step, change, curvature) = pairs[k];
            Vectors.AddScaled(vector, weights[k] - Vectors.Dot(change, vector) / curvature, step);
        }
    }
}
