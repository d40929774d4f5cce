using System.Collections.Immutable;
using ArchOpt.Storage;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Live;

/// <summary>
/// Which observations of a study were the best so far when they came: the study's standings, folded over the
/// observations, continued from its high-water mark and never redone. Only the improvements are kept, a few dozen even of
/// a long study.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class Improvements(string studyId, Standings standings, IStudyStore store) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private ImmutableHashSet<long> sequences = [];
    private long reached;

    /// <summary>The highest sequence number of the study that is in the store now; 0 for none.</summary>
    public async Task<long> AdvanceAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            await foreach (var observed in store.ReadObservationsAsync(studyId, reached, cancellationToken)) Fold(observed);
            return reached;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Whether the observation with this sequence number, which is in the store, improved on all before it.</summary>
    public async ValueTask<bool> ContainsAsync(long sequence, CancellationToken cancellationToken)
    {
        if (sequence > Volatile.Read(ref reached)) await AdvanceAsync(cancellationToken);
        return Volatile.Read(ref sequences).Contains(sequence);
    }

    public void Dispose() => turn.Dispose();

    private void Fold(ObservedAttempt observed)
    {
        var (trial, attempt) = observed;
        var sequence = attempt.Sequence ?? throw new InvalidOperationException("An observed attempt has a sequence number.");
        if (standings.Add(trial.Number, attempt.State.ToTrialState(), attempt.Values, attempt.Metrics))
            Volatile.Write(ref sequences, sequences.Add(sequence));
        Volatile.Write(ref reached, sequence);
    }
}
