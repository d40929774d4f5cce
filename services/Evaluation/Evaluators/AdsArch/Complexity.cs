namespace ArchOpt.Evaluation.Evaluators.AdsArch;

/// <summary>An architecture's complexities, scaled to [0, 1] between the smallest and the largest architecture of the ladder.</summary>
/// <param name="Ne">What the quality depends on.</param>
/// <param name="Qps">What the serving speed depends on.</param>
/// <param name="Parameters">Weights of all sub-architectures, in millions.</param>
internal readonly record struct Complexity(double Ne, double Qps, double Parameters);

/// <summary>Measures complexities for one ladder and one set of modifiers.</summary>
internal sealed class ComplexityScale
{
    private readonly int maxWidth;
    private readonly Modifiers modifiers;
    private readonly double neOrigin, neRange, qpsOrigin, qpsRange;

    public ComplexityScale(int maxWidth, Modifiers modifiers)
    {
        this.maxWidth = maxWidth;
        this.modifiers = modifiers;
        Span<SubArchitecture> largest = stackalloc SubArchitecture[SubArchitecture.MaxPositions];
        largest.Fill(new(maxWidth, SubArchitecture.MaxDepth));
        var low = Sum([new(SubArchitecture.MinWidth, 1)]);
        var high = Sum(largest);
        (neOrigin, neRange) = (low.Ne, high.Ne - low.Ne);
        (qpsOrigin, qpsRange) = (low.Qps, high.Qps - low.Qps);
    }

    /// <summary>Whether the modifiers tell the smallest from the largest architecture at all.</summary>
    public bool IsUsable => neRange > 0 && qpsRange > 0;

    public Complexity Of(ReadOnlySpan<SubArchitecture> architecture)
    {
        var sum = Sum(architecture);
        return new((sum.Ne - neOrigin) / neRange, (sum.Qps - qpsOrigin) / qpsRange, sum.Parameters);
    }

    private Complexity Sum(ReadOnlySpan<SubArchitecture> architecture)
    {
        double ne = 0, qps = 0, parameters = 0;
        for (var i = 0; i < architecture.Length; i++)
        {
            var sub = architecture[i];
            int input = SubArchitecture.InputOf(architecture, i), output = SubArchitecture.OutputOf(architecture, i);
            var own = sub.Parameters(input, output);
            var least = new SubArchitecture(SubArchitecture.MinWidth, 1).Parameters(input, output);
            var most = new SubArchitecture(maxWidth, SubArchitecture.MaxDepth).Parameters(input, output);
            var flops = (own - least) / (most - least);
            var width = (double)(sub.Width - SubArchitecture.MinWidth) / (maxWidth - SubArchitecture.MinWidth);
            var depth = (sub.Depth - 1) / 4.0;
            var m = modifiers.Positions[i];
            ne += m.NeWeight * (m.FlopsScale * flops + m.WidthScale * width + m.DepthScale * depth);
            qps += m.QpsWeight * flops;
            parameters += own;
        }

        return new(ne, qps, parameters);
    }
}
