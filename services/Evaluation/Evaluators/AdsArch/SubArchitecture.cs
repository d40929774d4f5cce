namespace ArchOpt.Evaluation.Evaluators.AdsArch;

/// <summary>One sub-architecture: <paramref name="Depth"/> layers (1..5) of one width (64, 128, ...).</summary>
public readonly record struct SubArchitecture(int Width, int Depth)
{
    /// <summary>Width of the narrowest layer there is; every width is a multiple of it.</summary>
    public const int MinWidth = 64;

    public const int MaxDepth = 5;

    /// <summary>The most sub-architectures an architecture may have.</summary>
    public const int MaxPositions = 5;

    private const int ModelInput = 512, ModelOutput = 10;

    /// <summary>Weights and biases in millions, walking from an input of <paramref name="input"/> through the layers to <paramref name="output"/>.</summary>
    public double Parameters(int input, int output)
    {
        double width = Width;
        return ((input + 1) * width + (Depth - 1) * (width + 1) * width + (width + 1) * output) / 1e6;
    }

    /// <summary>What position i of an architecture reads: the model's input, or the last width before it.</summary>
    public static int InputOf(ReadOnlySpan<SubArchitecture> architecture, int position) =>
        position == 0 ? ModelInput : architecture[position - 1].Width;

    /// <summary>What position i of an architecture feeds: the model's output, or the first width after it.</summary>
    public static int OutputOf(ReadOnlySpan<SubArchitecture> architecture, int position) =>
        position == architecture.Length - 1 ? ModelOutput : architecture[position + 1].Width;
}
