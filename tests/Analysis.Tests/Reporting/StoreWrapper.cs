using System.Collections.Immutable;
using ArchOpt.Storage;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Tests.Reporting;

/// <summary>Passes everything on to another store, which it does not own.</summary>
internal abstract class StoreWrapper(IStudyStore store) : IStudyStore
{
    public Task OpenAsync(CancellationToken cancellationToken) => store.OpenAsync(cancellationToken);

    public Task<bool> TryCreateStudyAsync(StudyRecord study, CancellationToken cancellationToken) => store.TryCreateStudyAsync(study, cancellationToken);

    public Task<bool> TryReplaceStudyAsync(StudyRecord study, CancellationToken cancellationToken) => store.TryReplaceStudyAsync(study, cancellationToken);

    public Task<StudyRecord?> FindStudyAsync(string name, CancellationToken cancellationToken) => store.FindStudyAsync(name, cancellationToken);

    public Task<StudyRecord?> FindStudyByIdAsync(string id, CancellationToken cancellationToken) => store.FindStudyByIdAsync(id, cancellationToken);

    public Task<ImmutableArray<StudyRecord>> ListStudiesAsync(CancellationToken cancellationToken) => store.ListStudiesAsync(cancellationToken);

    public Task DeleteStudyAsync(string studyId, CancellationToken cancellationToken) => store.DeleteStudyAsync(studyId, cancellationToken);

    public Task<WriteResult> WriteAsync(string studyId, IReadOnlyList<TrialWrite> writes, CancellationToken cancellationToken) => store.WriteAsync(studyId, writes, cancellationToken);

    public Task<Trial?> FindTrialAsync(string studyId, long number, CancellationToken cancellationToken) => store.FindTrialAsync(studyId, number, cancellationToken);

    public virtual IAsyncEnumerable<Trial> ReadTrialsAsync(string studyId, TrialQuery query, CancellationToken cancellationToken) => store.ReadTrialsAsync(studyId, query, cancellationToken);

    public virtual IAsyncEnumerable<ObservedAttempt> ReadObservationsAsync(string studyId, long afterSequence, CancellationToken cancellationToken) =>
        store.ReadObservationsAsync(studyId, afterSequence, cancellationToken);

    public Task<ImmutableDictionary<TrialState, long>> CountTrialsAsync(string studyId, CancellationToken cancellationToken) => store.CountTrialsAsync(studyId, cancellationToken);

    public Task AppendCurveAsync(string studyId, IReadOnlyList<CurvePoint> points, CancellationToken cancellationToken) => store.AppendCurveAsync(studyId, points, cancellationToken);

    public Task<ImmutableArray<CurvePoint>> ReadCurveAsync(string studyId, long number, CancellationToken cancellationToken) => store.ReadCurveAsync(studyId, number, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
