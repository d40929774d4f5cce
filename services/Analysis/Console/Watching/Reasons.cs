using System.Collections.Immutable;
using ArchOpt.Analysis.Indexing;
using ArchOpt.Storage;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Console.Watching;

/// <summary>Why the latest trials did not simply complete, in their own words: the index keeps only what trials with the same fate share. Each is read once.</summary>
/// <remarks>Not thread-safe: one for each page, or each live page.</remarks>
internal sealed class Reasons(IStudyStore store)
{
    private Dictionary<(long Number, int Attempt), string> known = [];

    /// <summary>The reasons by trial number; of a trial that has none there is none.</summary>
    public async Task<ImmutableDictionary<long, string>> FindAsync(StudyRecord record, IEnumerable<TrialSummary> trials, CancellationToken cancellationToken)
    {
        var before = known;
        known = [];
        foreach (var trial in trials.Where(trial => trial.Cause is not null))
        {
            var key = (trial.Number, trial.Attempts);
            known[key] = before.TryGetValue(key, out var reason)
                ? reason
                : (await store.FindTrialAsync(record.Id, trial.Number, cancellationToken))?.FindAttempt(trial.Attempts)?.Reason ?? trial.Cause!;
        }

        return known.ToImmutableDictionary(entry => entry.Key.Number, entry => entry.Value);
    }
}

/// <summary>What a page of a study has looked up in the store and need not look up again.</summary>
/// <remarks>Not thread-safe: one for each page, or each live page.</remarks>
internal sealed class PageMemory(IStudyStore store)
{
    public Leaders Leaders { get; } = new(store);

    public Reasons Reasons { get; } = new(store);
}
