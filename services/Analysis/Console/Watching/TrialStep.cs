using System.Collections.Immutable;

namespace ArchOpt.Analysis.Console.Watching;

/// <summary>The last that a running trial has reported.</summary>
/// <param name="Attempt">The attempt that reported it.</param>
/// <param name="Step">The evaluator's own count of epochs or steps.</param>
/// <param name="Metrics">May hold NaN and infinities.</param>
public sealed record TrialStep(int Attempt, long Step, ImmutableSortedDictionary<string, double> Metrics);
