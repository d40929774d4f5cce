namespace ArchOpt.Insight;

/// <summary>What is made small or large.</summary>
/// <param name="Metric">Its name.</param>
/// <param name="Maximize">Whether more is better.</param>
public sealed record InsightObjective(string Metric, bool Maximize)
{
    /// <summary>The value to be minimised: the value itself, or its negative. Its own inverse.</summary>
    public double Loss(double value) => Maximize ? -value : value;
}
