using System.Collections.Immutable;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Indexing;

/// <summary>All trials of a study at one moment. Immutable: a page is made of one snapshot and is consistent in itself.</summary>
public sealed record TrialSnapshot
{
    /// <summary>The study as it was defined.</summary>
    public required StudyDefinition Study { get; init; }

    /// <summary>Every trial that has a result, with its last one: a trial that is run again is in <see cref="InFlight"/> too.</summary>
    public required TrialList Ended { get; init; }

    /// <summary>Those that wait or run, in number order; the first <see cref="TrialIndex.MostInFlight"/> of them.</summary>
    public ImmutableArray<TrialSummary> InFlight { get; init; } = [];

    /// <summary>How many trials the study has in each state; states without trials are absent.</summary>
    public ImmutableDictionary<TrialState, long> Counts { get; init; } = ImmutableDictionary<TrialState, long>.Empty;

    /// <summary>The sequence number of the last observation that is in it; 0 for none.</summary>
    public long Sequence { get; init; }

    /// <summary>False as long as a long study is read for the first time: then <see cref="Ended"/> has those that were read so far.</summary>
    public bool IsWhole { get; init; }

    /// <summary>In the plan's order; one without a name for a study without groups.</summary>
    public required ImmutableArray<GroupSummary> Groups { get; init; }

    /// <summary>The best configurations of the whole study, the best first.</summary>
    public ImmutableArray<BestTrial> Top { get; init; } = [];

    /// <summary>The first objective's thresholds from the easiest to the hardest.</summary>
    public ImmutableArray<Threshold> Thresholds { get; init; } = [];

    public long EpochsSaved { get; init; }

    /// <summary>When the last of the results came in; null before the first.</summary>
    public DateTimeOffset? LastEnded { get; init; }

    /// <summary>Trials that have a result, by the store's own count: what <see cref="Ended"/> comes to.</summary>
    public long Expected => Math.Max(Ended.Count, Counts.Where(count => count.Key.Rule().IsTerminal).Sum(count => count.Value));

    /// <summary>Waiting and running trials, those that <see cref="InFlight"/> has no room for too.</summary>
    public long InFlightCount => Counts.Where(count => !count.Key.Rule().IsTerminal).Sum(count => count.Value);

    /// <summary>Their pictures, each drawn when it is first asked for and then shared by all who look at the same results.</summary>
    public required TrialPlots Plots { get; init; }

    /// <summary>The name of a summary's group; null for none.</summary>
    public string? GroupName(TrialSummary trial) => trial.Group < 0 ? null : Groups[trial.Group].Name;

    /// <summary>Every trial once, in number order, as it is now.</summary>
    public IEnumerable<TrialSummary> Trials()
    {
        var next = 0;
        foreach (var trial in Ended.All())
        {
            while (next < InFlight.Length && InFlight[next].Number < trial.Number) yield return InFlight[next++];
            if (next < InFlight.Length && InFlight[next].Number == trial.Number) yield return InFlight[next++];
            else yield return trial;
        }

        for (; next < InFlight.Length; next++) yield return InFlight[next];
    }
}
