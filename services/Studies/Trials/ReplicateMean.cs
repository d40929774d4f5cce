using System.Runtime.InteropServices;

namespace ArchOpt.Studies.Trials;

/// <summary>The mean of a configuration's replicates, and how far it can be trusted.</summary>
/// <param name="StandardError">Standard deviation of the values over the root of their number; null for one value, which says nothing about its spread.</param>
/// <param name="Count">How many values it is the mean of.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ReplicateMean(double Value, double? StandardError, int Count)
{
    /// <param name="values">At least one. Sums beyond the range of a double are cut off at it: a mean of finite values is finite.</param>
    public static ReplicateMean Of(IReadOnlyList<double> values)
    {
        if (values.Count == 1) return new(values[0], null, 1);
        var mean = Math.Clamp(values.Average(), double.MinValue, double.MaxValue);
        var variance = values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1);
        return new(mean, Math.Min(Math.Sqrt(variance / values.Count), double.MaxValue), values.Count);
    }
}
