using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies.GaussianProcess;

/// <summary>
/// The observations that models may learn from: all of them while they are few, then the best, the latest and a random share of the others,
/// so that neither memory nor the cost of a proposal grows with the history.
/// </summary>
/// <remarks>What is kept depends on the observations and their order alone. Configurations outside the space are counted and not kept.</remarks>
internal sealed class BoundedHistory
{
    private const int Most = 1_400;
    private const int Best = 400, Latest = 300, Others = 300;
    private const int ShareStream = -5;

    private readonly SearchSpace space;
    private readonly SpaceEncoding encoding;
    private readonly long seed;
    private List<HistoryEntry> entries = [];

    public BoundedHistory(SearchSpace space, SpaceEncoding encoding, long seed) =>
        (this.space, this.encoding, this.seed) = (space, encoding, seed);

    /// <summary>In the order in which they were observed.</summary>
    public IReadOnlyList<HistoryEntry> Entries => entries;

    /// <summary>How many observations there were.</summary>
    public long Observed { get; private set; }

    public void Observe(Observation observation)
    {
        Observed++;
        if (!ConfigurationValidation.Check(space, observation.Configuration).IsEmpty) return;
        entries.Add(HistoryEntry.Of(observation, encoding.PointOf(observation.Configuration)));
        if (entries.Count > Most) Compact();
    }

    private void Compact()
    {
        var older = entries[..^Latest];
        var merits = Merits(older);
        var ranked = Enumerable.Range(0, older.Count).OrderBy(i => merits[i]).ToArray();
        var kept = ranked[..Best]
            .Concat(ranked[Best..].OrderBy(i => RandomStream.Derive(seed, ShareStream, older[i].Number)).Take(Others))
            .Order();
        entries = [.. kept.Select(i => older[i]), .. entries[^Latest..]];
    }

    /// <summary>Small where it is good: feasible losses by their mean rank, then violations, then what has no values.</summary>
    private static double[] Merits(List<HistoryEntry> entries)
    {
        var merits = new double[entries.Count];
        var objectives = entries.Max(entry => entry.Losses.Length);
        for (var objective = 0; objective < objectives; objective++)
        {
            var ranked = Enumerable.Range(0, entries.Count).Where(i => entries[i].Losses.Length > objective).OrderBy(i => entries[i].Losses[objective]).ToArray();
            for (var rank = 0; rank < ranked.Length; rank++) merits[ranked[rank]] += rank;
        }

        for (var i = 0; i < merits.Length; i++)
        {
            if (entries[i].Feasibility == true && !entries[i].Losses.IsEmpty) continue;
            merits[i] = 1e9 * (1 + Math.Atan(entries[i].Violation)) + (entries[i].Constraints.IsEmpty ? 1e10 : 0);
        }

        return merits;
    }
}
