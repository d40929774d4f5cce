using System.Collections.Immutable;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Studies.Trials;

/// <summary>A named grade of the first objective.</summary>
/// <param name="Value">The bound, in the objective's own direction; reaching it is enough.</param>
/// <param name="ReachedBy">The first trial that reached it; null while none has.</param>
public sealed record Threshold(string Name, double Value, long? ReachedBy);

/// <summary>Which thresholds a study has reached. Only a new best can reach one, so it is told of those alone.</summary>
internal sealed class ThresholdsReached(Objective objective)
{
    /// <summary>From the easiest to the hardest; of equal ones by name.</summary>
    public ImmutableArray<Threshold> All { get; private set; } =
        [.. objective.Thresholds.OrderByDescending(t => objective.Loss(t.Value)).Select(t => new Threshold(t.Key, t.Value, null))];

    public void Reached(Standing best)
    {
        for (var i = 0; i < All.Length; i++)
        {
            if (All[i].ReachedBy is null && best.Loss <= objective.Loss(All[i].Value)) All = All.SetItem(i, All[i] with { ReachedBy = best.Number });
        }
    }
}
