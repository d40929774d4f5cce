using System.Collections.Immutable;

namespace ArchOpt.Search.Spaces;

/// <summary>
/// The set of configurations a study may try: parameters in declaration order and rules between them. A condition
/// names earlier parameters only, so one pass in order decides what is active.
/// </summary>
/// <remarks>
/// Instances are assumed valid (validation finds every mistake with its path); what can be done
/// with a space - sampling, encoding, moving, counting - lives in a file each.
/// </remarks>
public sealed record SearchSpace(ImmutableArray<Parameter> Parameters, ImmutableArray<Rule> Rules)
{
    public SearchSpace(ImmutableArray<Parameter> parameters)
        : this(parameters, [])
    {
    }
}
