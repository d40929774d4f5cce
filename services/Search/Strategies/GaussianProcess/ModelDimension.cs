using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies.GaussianProcess;

/// <summary>What a model needs to know of an encoded dimension.</summary>
/// <param name="Kind">What distances mean.</param>
/// <param name="NotActive">The squared distance of "not active" from the middle of the range.</param>
internal readonly record struct ModelDimension(DimensionKind Kind, double NotActive)
{
    /// <summary>
    /// A conditional parameter that is not there is as different as another choice of a categorical. A list's element that is not there is about as far as
    /// the end of the range: lists of different length have most in common (both measured: a branching function, the ads architectures).
    /// </summary>
    private const double NoParameter = 1, NoElement = 0.25;

    public static ModelDimension Of(EncodedDimension dimension) => new(dimension.Kind, dimension.Slot < 0 ? NoParameter : NoElement);
}
