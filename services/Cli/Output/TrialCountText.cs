using ArchOpt.Contracts.Http;

namespace ArchOpt.Cli.Output;

/// <summary>How many trials are where, in words.</summary>
internal static class TrialCountText
{
    public static IEnumerable<string> NonZero(TrialCounts counts)
    {
        (long Count, string Name)[] states =
        [
            (counts.Completed, "completed"), (counts.Pruned, "pruned"), (counts.Infeasible, "infeasible"),
            (counts.Failed, "failed"), (counts.Cancelled, "cancelled"), (counts.Running, "running"), (counts.Proposed, "proposed"),
        ];
        return states.Where(state => state.Count > 0).Select(state => $"{state.Count} {state.Name}");
    }

    /// <summary>The states, and how many of the trials were imported.</summary>
    public static string Describe(TrialCounts counts) =>
        string.Join(", ", NonZero(counts).DefaultIfEmpty("none yet")) + (counts.Imported > 0 ? $"; {counts.Imported} of them imported" : "");

    /// <summary>How many have ended that use the budget: all but the imported ones.</summary>
    public static long Used(TrialCounts counts) => Ended(counts) - counts.Imported;

    /// <summary>How many have ended.</summary>
    public static long Ended(TrialCounts counts) => counts.Total - counts.Proposed - counts.Running;
}
