using System.Collections.Immutable;
using ArchOpt.Analysis.Indexing;
using ArchOpt.Contracts.Http;
using ArchOpt.Storage;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Console.Watching;

/// <summary>The configurations of the best trials, which are in the store; each is read once for as long as it is best with the same value.</summary>
/// <remarks>Not thread-safe: one for each page, or each live page.</remarks>
internal sealed class Leaders(IStudyStore store)
{
    private Dictionary<long, (double Value, BestView View)> known = [];

    /// <summary>The best of all, and the best of each group by the group's place.</summary>
    public async Task<(BestView? Best, ImmutableDictionary<int, BestView> Groups)> FindAsync(StudyRecord record, TrialSnapshot snapshot, CancellationToken cancellationToken)
    {
        var before = known;
        known = [];
        var best = snapshot.Top.IsEmpty ? null : await FindAsync(record, snapshot, snapshot.Top[0], before, cancellationToken);
        var groups = ImmutableDictionary.CreateBuilder<int, BestView>();
        for (var place = 0; place < snapshot.Groups.Length; place++)
        {
            if (snapshot.Groups[place].Best is { } leader && await FindAsync(record, snapshot, leader, before, cancellationToken) is { } view) groups[place] = view;
        }

        return (best, groups.ToImmutable());
    }

    private async Task<BestView?> FindAsync(
        StudyRecord record, TrialSnapshot snapshot, BestTrial leader, Dictionary<long, (double Value, BestView View)> before, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(leader.Number, out var now)) return now.View;
        if (before.TryGetValue(leader.Number, out var old) && old.Value.Equals(leader.Value))
        {
            known[leader.Number] = old;
            return old.View;
        }

        var replicates = new List<Trial>();
        await foreach (var trial in store.ReadTrialsAsync(record.Id, new TrialQuery(leader.Number - 1, snapshot.Study.TrialsPerConfiguration), cancellationToken)) replicates.Add(trial);
        if (replicates.Count == 0 || BestViewing.Of(replicates) is not { } view) return null;
        known[leader.Number] = (leader.Value, view);
        return view;
    }
}
