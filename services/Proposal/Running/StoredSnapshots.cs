using System.Collections.Concurrent;
using ArchOpt.Contracts.Http;
using ArchOpt.Storage;
using ArchOpt.Studies.History;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Proposal.Running;

/// <summary>
/// The state of studies that this process does not run, derived from the store as a running study derives its own. Of
/// one that has ended it is kept, because that costs a pass over its whole history.
/// </summary>
internal sealed class StoredSnapshots(IStudyStore store, StudyDefinitions definitions)
{
    /// <summary>So many ended studies are kept; beyond them all are forgotten and derived again when they are asked for.</summary>
    private const int Capacity = 100;

    private readonly ConcurrentDictionary<string, StudySnapshot> ended = new();

    public async Task<StudySnapshot> GetAsync(StudyRecord record, CancellationToken cancellationToken)
    {
        if (ended.TryGetValue(record.Id, out var known) && known.Record.Revision == record.Revision) return known;
        var snapshot = await DeriveAsync(record, cancellationToken);
        if (!record.HasEnded || snapshot.Trials is not { Proposed: 0, Running: 0 }) return snapshot;
        if (ended.Count >= Capacity) ended.Clear();
        ended[record.Id] = snapshot;
        return snapshot;
    }

    private async Task<StudySnapshot> DeriveAsync(StudyRecord record, CancellationToken cancellationToken)
    {
        var study = definitions.Read(record);
        var results = new StudyResults(study);
        var history = new SearchHistory(study, StudyStrategy.Create(study));
        var isDescribed = !history.States.IsEmpty; // most strategies say nothing of themselves, and need not be told anything
        var sequence = 0L;
        await foreach (var (trial, attempt) in store.ReadObservationsAsync(record.Id, 0, cancellationToken))
        {
            var isFirst = trial.Attempts.First(a => a.Sequence is not null).Number == attempt.Number;
            if (isFirst && trial.State.Rule().IsTerminal) results.Count(trial.Number, trial.Configuration, trial.State);
            results.Observe(trial.Number, trial.Configuration, attempt);
            if (isDescribed) history.Observe(trial.Number, trial.Configuration, attempt);
            sequence = attempt.Sequence!.Value;
        }

        await foreach (var trial in store.ReadTrialsAsync(record.Id, new TrialQuery { InFlight = true }, cancellationToken))
            results.Count(trial.Number, trial.Configuration, trial.State);
        var trials = (await store.CountTrialsAsync(record.Id, cancellationToken)).ToView() with { Imported = record.Imported, Discarded = record.Discarded };
        return new StudySnapshot(record, trials, results.Standings.Best, sequence, record.Elapsed, Superseded: 0).With(results, history.States);
    }
}
