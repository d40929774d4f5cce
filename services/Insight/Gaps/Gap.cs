using System.Collections.Immutable;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Insight.Gaps;

/// <summary>Why something is worth a look.</summary>
public enum GapKind
{
    /// <summary>Values that nobody tried, next to a good one.</summary>
    Untested,

    /// <summary>The best value is the last one of its range: what lies beyond is unknown.</summary>
    Edge,

    /// <summary>Two values that are good each for itself were never tried together.</summary>
    Pair,
}

/// <summary>Something untried that the trials make promising.</summary>
/// <param name="Parameters">Its path; two for a pair.</param>
/// <param name="Values">What to try, the most promising first; for a pair, the value of the first parameter and that of the second.</param>
/// <param name="IsInSpace">Whether the space allows these values; where it does not, it would have to be widened.</param>
/// <param name="Reason">One sentence.</param>
public sealed record Gap(GapKind Kind, ImmutableArray<string> Parameters, ImmutableArray<ParameterValue> Values, bool IsInSpace, string Reason);

/// <summary>A configuration that ran more than once with the same seed: each run but the first told nothing new, unless the evaluation is random in spite of its seed.</summary>
/// <param name="Numbers">The trials, ascending; the first was no waste.</param>
public sealed record Duplicate(Configuration Configuration, long Seed, ImmutableArray<long> Numbers)
{
    public int Wasted => Numbers.Length - 1;
}
