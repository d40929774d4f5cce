using System.Collections.Immutable;
using ArchOpt.Storage;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Reporting;

/// <summary>A study at one moment, as far as it can be told cheaply: it differs whenever a trial was added or has changed its state.</summary>
/// <param name="Trials">How many trials are in each state.</param>
public sealed record AnalysisMoment(string StudyId, long Revision, string Trials, int? Top)
{
    internal static async Task<AnalysisMoment> NowAsync(IStudyStore store, StudyRecord record, int? top, CancellationToken cancellationToken) =>
        Of(record, await store.CountTrialsAsync(record.Id, cancellationToken), top);

    /// <param name="counts">How many trials are in each state.</param>
    internal static AnalysisMoment Of(StudyRecord record, ImmutableDictionary<TrialState, long> counts, int? top) =>
        new(record.Id, record.Revision, string.Join(' ', Enum.GetValues<TrialState>().Select(state => counts.GetValueOrDefault(state))), top);
}
