using System.Collections.Immutable;
using ArchOpt.Insight.Statistics;
using ArchOpt.Search.Hypotheses;

namespace ArchOpt.Insight.Hypotheses;

/// <summary>What the trials say to a claim.</summary>
public enum Verdict
{
    /// <summary>The difference is there, in the claimed direction and at least as large as would matter.</summary>
    Supported,

    /// <summary>The difference goes the other way, or is certainly smaller than would matter.</summary>
    Refuted,

    /// <summary>The trials cannot tell.</summary>
    Inconclusive,
}

/// <summary>How trials were put side by side.</summary>
public enum Pairing
{
    /// <summary>Same seed, and the same configuration but for the compared parameter and what depends on it.</summary>
    ConfigurationAndSeed,

    /// <summary>Same seed; the trials of one seed are averaged.</summary>
    Seed,

    /// <summary>Not at all: two independent samples.</summary>
    None,
}

/// <summary>One comparison of two values.</summary>
/// <param name="Where">The values of the within-parameters: <c>problem_id = beams</c>; empty without them.</param>
/// <param name="N">How many pairs; how many trials in both samples together when they are not paired.</param>
/// <param name="Effect">By how much the claimed value is better on average, in the metric's unit; negative when it is worse. Null when one of the values has no trial.</param>
/// <param name="Interval">Of the effect, after Student or Welch, at the level that Holm's correction demands of this comparison; null for fewer than two pairs or trials.</param>
/// <param name="Bootstrap">The same by resampling.</param>
/// <param name="HedgesG">The effect in standard deviations; null without spread.</param>
/// <param name="Test">Student's or Welch's t; null for fewer than two pairs or trials.</param>
/// <param name="RankTest">Wilcoxon's or Mann and Whitney's.</param>
/// <param name="AdjustedP">The p-value of <paramref name="Test"/> after Holm's correction over all comparisons of the study.</param>
/// <param name="SeedsNeeded">
/// For an inconclusive one: how many pairs (or trials of each value), those that are there included, would decide it four times in five, if the spread stays what it
/// is; null when nothing can be said.
/// </param>
public sealed record Comparison(
    string Where, Verdict Verdict, Pairing Pairing, int N, double? Effect, ConfidenceInterval? Interval, ConfidenceInterval? Bootstrap,
    double? HedgesG, TestResult? Test, TestResult? RankTest, double? AdjustedP, int? SeedsNeeded, string Reason);

/// <summary>The verdict on one hypothesis.</summary>
/// <param name="Verdict">Supported where every comparison supports it, refuted where one refutes it and none supports it.</param>
/// <param name="Effect">The mean over its comparisons.</param>
/// <param name="Interval">Of its only comparison; null where there are several.</param>
/// <param name="N">The sum over its comparisons.</param>
/// <param name="Sentence">The verdict with n, effect, interval and tests: never a bare p-value.</param>
public sealed record HypothesisResult(
    Hypothesis Hypothesis, Verdict Verdict, double? Effect, ConfidenceInterval? Interval, int N, ImmutableArray<Comparison> Comparisons, string Sentence);
