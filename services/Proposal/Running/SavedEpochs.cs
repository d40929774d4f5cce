using System.Collections.Concurrent;
using ArchOpt.Storage;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Proposal.Running;

/// <summary>
/// The epochs that the stopping policies of studies spared which nobody runs any more. Derived from the store, and kept for
/// each revision of a study's record: what has ended changes only when it is resumed.
/// </summary>
internal sealed class SavedEpochs(IStudyStore store, StudyDefinitions definitions)
{
    private readonly ConcurrentDictionary<string, (long Revision, long Epochs)> known = new();

    public async Task<long> OfAsync(StudyRecord record, CancellationToken cancellationToken)
    {
        if (definitions.Read(record).Stopping is null) return 0;
        if (known.TryGetValue(record.Id, out var last) && last.Revision == record.Revision) return last.Epochs;
        var sum = 0L;
        await foreach (var (_, attempt) in store.ReadObservationsAsync(record.Id, 0, cancellationToken)) sum += attempt.Training?.SavedSteps ?? 0;
        if (record.HasEnded) known[record.Id] = (record.Revision, sum);
        return sum;
    }
}
