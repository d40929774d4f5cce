using System.Globalization;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Search.Strategies.Resilient;

/// <summary>The configuration that a group's proposals start from.</summary>
/// <param name="Configuration">A point of the space.</param>
/// <param name="Name">For reasons: <c>trial 12</c>.</param>
internal sealed record SearchOrigin(Configuration Configuration, string Name)
{
    /// <summary>A configuration's trial, the first of its replicates.</summary>
    public static string Trial(long number, int replicates) => string.Create(CultureInfo.InvariantCulture, $"trial {number * replicates}");
}
