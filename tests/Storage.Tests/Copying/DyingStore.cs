using System.Collections.Immutable;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Storage.Tests.Copying;

/// <summary>The destination of a process that is killed: after so many changes there are no more.</summary>
internal sealed class DyingStore(IStudyStore store, int changes) : IStudyStore
{
    private int left = changes;

    public Task OpenAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<bool> TryCreateStudyAsync(StudyRecord study, CancellationToken cancellationToken) => ChangeAsync(() => store.TryCreateStudyAsync(study, cancellationToken));

    public Task<bool> TryReplaceStudyAsync(StudyRecord study, CancellationToken cancellationToken) => ChangeAsync(() => store.TryReplaceStudyAsync(study, cancellationToken));

    public Task<StudyRecord?> FindStudyAsync(string name, CancellationToken cancellationToken) => store.FindStudyAsync(name, cancellationToken);

    public Task<StudyRecord?> FindStudyByIdAsync(string id, CancellationToken cancellationToken) => store.FindStudyByIdAsync(id, cancellationToken);

    public Task<ImmutableArray<StudyRecord>> ListStudiesAsync(CancellationToken cancellationToken) => store.ListStudiesAsync(cancellationToken);

    public Task DeleteStudyAsync(string studyId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<WriteResult> WriteAsync(string studyId, IReadOnlyList<TrialWrite> writes, CancellationToken cancellationToken) =>
        ChangeAsync(() => store.WriteAsync(studyId, writes, cancellationToken));

    public Task<Trial?> FindTrialAsync(string studyId, long number, CancellationToken cancellationToken) => store.FindTrialAsync(studyId, number, cancellationToken);

    public IAsyncEnumerable<Trial> ReadTrialsAsync(string studyId, TrialQuery query, CancellationToken cancellationToken) => store.ReadTrialsAsync(studyId, query, cancellationToken);

    public IAsyncEnumerable<ObservedAttempt> ReadObservationsAsync(string studyId, long afterSequence, CancellationToken cancellationToken) =>
        store.ReadObservationsAsync(studyId, afterSequence, cancellationToken);

    public Task<ImmutableDictionary<TrialState, long>> CountTrialsAsync(string studyId, CancellationToken cancellationToken) => store.CountTrialsAsync(studyId, cancellationToken);

    public Task AppendCurveAsync(string studyId, IReadOnlyList<CurvePoint> points, CancellationToken cancellationToken) => ChangeAsync(async () =>
    {
        await store.AppendCurveAsync(studyId, points, cancellationToken);
        return true;
    });

    public Task<ImmutableArray<CurvePoint>> ReadCurveAsync(string studyId, long number, CancellationToken cancellationToken) => store.ReadCurveAsync(studyId, number, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<T> ChangeAsync<T>(Func<Task<T>> change) => left-- > 0 ? change() : throw new DeathException();
}

/// <summary>Here the process would have ended.</summary>
internal sealed class DeathException() : Exception("killed");
