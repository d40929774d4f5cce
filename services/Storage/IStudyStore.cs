using System.Collections.Immutable;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Storage;

/// <summary>
/// Where search state lives. The contract, which one test suite checks against every adapter:
/// <list type="bullet">
/// <item>Who writes: only Proposal. Analysis reads. Evaluators never touch a store.</item>
/// <item>Durability: when a write's task has completed, the write survives kill -9 and power loss. A write that
/// throws has not happened, or (for a batch) has happened up to some write and no further; when a server's answer was
/// lost on the way, that may be all of it, so whoever goes on reads first.</item>
/// <item>Atomicity: each single write is atomic. A batch is an ordered sequence of single writes, not a transaction:
/// an adapter may commit it at once, or stop behind the first conflict. Nothing behind a conflict is applied.</item>
/// <item>Compare and set: a replacement carries revision r and is applied only over revision r - 1. Inserting an
/// existing (study, number), or an observation whose (study, sequence) exists, is a conflict and changes nothing.</item>
/// <item>Reads see every write that completed before the read began; a page is in the stated order, and following
/// pages by high-water mark never skips or repeats.</item>
/// <item>NaN and infinities, and any unicode text, come back as they went in.</item>
/// </list>
/// Every operation is possible with single-document operations of a document store: one document a study, one a
/// trial with its attempts. Implementations are thread-safe.
/// </summary>
public interface IStudyStore : IAsyncDisposable
{
    /// <summary>Creates the store's files or indexes when absent, and migrates an older schema.</summary>
    /// <exception cref="StoreUnusableException">Newer schema, damaged, not writable, not reachable. Nothing was changed.</exception>
    Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>Adds a study; false, and no change, when its name or id is taken.</summary>
    Task<bool> TryCreateStudyAsync(StudyRecord study, CancellationToken cancellationToken);

    /// <summary>Replaces the study's record; false, and no change, unless the stored revision is one less (or the study is gone).</summary>
    Task<bool> TryReplaceStudyAsync(StudyRecord study, CancellationToken cancellationToken);

    Task<StudyRecord?> FindStudyAsync(string name, CancellationToken cancellationToken);

    Task<StudyRecord?> FindStudyByIdAsync(string id, CancellationToken cancellationToken);

    /// <summary>All studies, oldest first.</summary>
    Task<ImmutableArray<StudyRecord>> ListStudiesAsync(CancellationToken cancellationToken);

    /// <summary>Removes the study and everything of it. Removing what is not there is no error.</summary>
    Task DeleteStudyAsync(string studyId, CancellationToken cancellationToken);

    /// <summary>Applies writes in order, up to the first conflict. All writes are of trials of one study.</summary>
    Task<WriteResult> WriteAsync(string studyId, IReadOnlyList<TrialWrite> writes, CancellationToken cancellationToken);

    /// <summary>One trial, or null.</summary>
    Task<Trial?> FindTrialAsync(string studyId, long number, CancellationToken cancellationToken);

    /// <summary>Trials in number order.</summary>
    IAsyncEnumerable<Trial> ReadTrialsAsync(string studyId, TrialQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Observed attempts in sequence order, each with its trial, from the first with a sequence number above the given
    /// one up to at least the last of when the read began. A trial with two observed attempts appears twice.
    /// </summary>
    IAsyncEnumerable<ObservedAttempt> ReadObservationsAsync(string studyId, long afterSequence, CancellationToken cancellationToken);

    /// <summary>How many trials of the study are in each state; states without trials are absent.</summary>
    Task<ImmutableDictionary<TrialState, long>> CountTrialsAsync(string studyId, CancellationToken cancellationToken);

    /// <summary>Appends points of a learning curve. A step that is already there keeps its first value.</summary>
    Task AppendCurveAsync(string studyId, IReadOnlyList<CurvePoint> points, CancellationToken cancellationToken);

    /// <summary>The learning curve of one trial, by attempt and step.</summary>
    Task<ImmutableArray<CurvePoint>> ReadCurveAsync(string studyId, long number, CancellationToken cancellationToken);
}

/// <summary>Which trials to read.</summary>
/// <param name="After">Only numbers above this one; -1 for all.</param>
/// <param name="Limit">At most this many; null for all.</param>
/// <param name="State">Only this state; null for all.</param>
public sealed record TrialQuery(long After = -1, int? Limit = null, TrialState? State = null)
{
    /// <summary>Only trials that are Proposed or Running. Excludes <see cref="State"/>.</summary>
    public bool InFlight { get; init; }
}

/// <summary>An attempt with a sequence number, and the trial as it is now.</summary>
public sealed record ObservedAttempt(Trial Trial, Attempt Attempt);

/// <summary>One step of a learning curve.</summary>
public sealed record CurvePoint(long Number, int Attempt, long Step, ImmutableSortedDictionary<string, double> Metrics);
