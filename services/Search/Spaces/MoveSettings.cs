namespace ArchOpt.Search.Spaces;

/// <summary>
/// How a neighbour is chosen. Every parameter that can move in a configuration has the weight of its kind, a list that
/// of adding and that of removing an element; a move is drawn in proportion, and kinds that are not there drop out.
/// </summary>
/// <remarks>
/// The defaults give 40% width, 35% depth, 15% add, 10% remove on a list of { ordinal width, int depth }; on a flat
/// space all parameters have similar weight. Weights are at least 0.
/// </remarks>
/// <param name="MoveOrdinal">One rung up or down.</param>
/// <param name="MoveInt">One step down or up (many levels: a normal step).</param>
/// <param name="MoveFloat">A normal step on the parameter's scale.</param>
/// <param name="MoveCategorical">Another choice.</param>
/// <param name="ListAdd">A random element is appended.</param>
/// <param name="ListRemove">A random element is removed.</param>
/// <param name="StepSize">Standard deviation of a normal step, as a fraction of the parameter's range (of its logarithm on a logarithmic scale).</param>
public sealed record MoveSettings(
    double MoveOrdinal = 0.40,
    double MoveInt = 0.35,
    double MoveFloat = 0.40,
    double MoveCategorical = 0.40,
    double ListAdd = 0.15,
    double ListRemove = 0.10,
    double StepSize = 0.1)
{
    public static MoveSettings Default { get; } = new();
}
