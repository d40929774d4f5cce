using System.Collections.Immutable;

namespace ArchOpt.Studies.Trials;

/// <summary>What a run reported at one step; may hold NaN and infinities.</summary>
public sealed record StepMetrics(long Step, ImmutableSortedDictionary<string, double> Metrics)
{
    public bool Equals(StepMetrics? other) => other is not null && Step == other.Step && Metrics.SequenceEqual(other.Metrics);

    public override int GetHashCode() => HashCode.Combine(Step, Metrics.Count);
}
