namespace ArchOpt.Insight.Statistics;

/// <summary>The outcome of a statistical test.</summary>
/// <param name="Test">Its name, as a report says it.</param>
/// <param name="Statistic">t, V, U or H.</param>
/// <param name="DegreesOfFreedom">Null where the test has none.</param>
/// <param name="PValue">Two-sided, in [0, 1].</param>
public sealed record TestResult(string Test, double Statistic, double? DegreesOfFreedom, double PValue);

/// <summary>An interval that covers the true value with probability <paramref name="Level"/>.</summary>
public readonly record struct ConfidenceInterval(double Low, double High, double Level)
{
    public bool Contains(double value) => value >= Low && value <= High;
}
