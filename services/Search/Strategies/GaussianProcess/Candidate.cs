using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies.GaussianProcess;

/// <summary>A point that might be proposed.</summary>
/// <param name="Genes">A number in [0, 1] for every dimension, also for what is not active: what a move that activates it finds there.</param>
/// <param name="Point">The configuration, encoded.</param>
/// <param name="Score">The acquisition function's value; the larger the better.</param>
internal sealed record Candidate(double[] Genes, EncodedPoint Point, double Score)
{
    /// <summary>The configuration, where it was needed already.</summary>
    public Configuration? Configuration { get; init; }
}
