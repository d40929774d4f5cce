using System.Collections.Immutable;

namespace ArchOpt.Evaluation.Evaluators;

/// <summary>Bounds on what one report may carry, so that a runaway program fills neither the broker nor the store.</summary>
public static class MetricLimits
{
    public const int MaxCount = 1_000;

    public const int MaxNameLength = 128;

    /// <summary>Null when the metrics are within bounds, else what is wrong with them.</summary>
    public static string? Violation(ImmutableSortedDictionary<string, double> metrics)
    {
        if (metrics.Count > MaxCount) return $"metrics: at most {MaxCount} may be reported (were {metrics.Count}).";
        foreach (var (name, _) in metrics)
        {
            if (name.Length is 0 or > MaxNameLength)
                return $"metrics: a name must have 1 to {MaxNameLength} characters (was '{name[..Math.Min(name.Length, 40)]}', {name.Length}).";
        }

        return null;
    }
}
