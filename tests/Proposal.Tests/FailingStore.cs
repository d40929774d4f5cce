using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ArchOpt.Storage;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Proposal.Tests;

/// <summary>A store that can be made to fail, as a full disk (writes) or a lost connection (everything) does.</summary>
internal sealed class FailingStore(IStudyStore inner) : IStudyStore
{
    private volatile bool failWrites;
    private volatile bool failReads;
    private int refused;
    private int cutAfter = -1;

    /// <summary>How many writes were refused so far.</summary>
    public int Refused => refused;

    public void FailWrites() => failWrites = true;

    public void FailEverything() => failReads = failWrites = true;

    /// <summary>The next batch is applied up to this many writes and then meets a conflict, as another Proposal causes it.</summary>
    public void CutNextBatchAfter(int writes) => cutAfter = writes;

    public void Recover() => failReads = failWrites = false;

    public Task OpenAsync(CancellationToken cancellationToken) => inner.OpenAsync(cancellationToken);

    public Task<bool> TryCreateStudyAsync(StudyRecord study, CancellationToken cancellationToken) => Write().TryCreateStudyAsync(study, cancellationToken);

    public Task<bool> TryReplaceStudyAsync(StudyRecord study, CancellationToken cancellationToken) => Write().TryReplaceStudyAsync(study, cancellationToken);

    public Task<StudyRecord?> FindStudyAsync(string name, CancellationToken cancellationToken) => Read().FindStudyAsync(name, cancellationToken);

    public Task<StudyRecord?> FindStudyByIdAsync(string id, CancellationToken cancellationToken) => Read().FindStudyByIdAsync(id, cancellationToken);

    public Task<ImmutableArray<StudyRecord>> ListStudiesAsync(CancellationToken cancellationToken) => Read().ListStudiesAsync(cancellationToken);

    public Task DeleteStudyAsync(string studyId, CancellationToken cancellationToken) => Write().DeleteStudyAsync(studyId, cancellationToken);

    public async Task<WriteResult> WriteAsync(string studyId, IReadOnlyList<TrialWrite> writes, CancellationToken cancellationToken)
    {
        var cut = Interlocked.Exchange(ref cutAfter, -1);
        if (cut < 0) return await Write().WriteAsync(studyId, writes, cancellationToken);
        await Write().WriteAsync(studyId, [.. writes.Take(cut)], cancellationToken);
        return new WriteResult(cut, Conflict: true);
    }

    public Task<Trial?> FindTrialAsync(string studyId, long number, CancellationToken cancellationToken) => Read().FindTrialAsync(studyId, number, cancellationToken);

    public async IAsyncEnumerable<Trial> ReadTrialsAsync(string studyId, TrialQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var trial in Read().ReadTrialsAsync(studyId, query, cancellationToken)) yield return trial;
    }

    public async IAsyncEnumerable<ObservedAttempt> ReadObservationsAsync(string studyId, long afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var observed in Read().ReadObservationsAsync(studyId, afterSequence, cancellationToken)) yield return observed;
    }

    public Task<ImmutableDictionary<TrialState, long>> CountTrialsAsync(string studyId, CancellationToken cancellationToken) => Read().CountTrialsAsync(studyId, cancellationToken);

    public Task AppendCurveAsync(string studyId, IReadOnlyList<CurvePoint> points, CancellationToken cancellationToken) =>
        Write().AppendCurveAsync(studyId, points, cancellationToken);

    public Task<ImmutableArray<CurvePoint>> ReadCurveAsync(string studyId, long number, CancellationToken cancellationToken) => Read().ReadCurveAsync(studyId, number, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private IStudyStore Read() => failReads ? throw new StoreUnusableException("The store is not reachable (test).") : inner;

    private IStudyStore Write()
    {
        if (!failWrites) return inner;
        Interlocked.Increment(ref refused);
        throw new StoreUnusableException("No space left on device (test).");
    }
}
