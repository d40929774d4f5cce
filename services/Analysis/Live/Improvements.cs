using System.Collections.Immutable;
using ArchOpt.Storage;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Live;

/// <summary>
/// Which observations of a study were the best so far when they came: a fold over the observations by the first
/// objective, continued from its high-water mark and never redone. Only the improvements are kept, a few dozen even of
/// a long study.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class Improvements(string studyId, Objective objective, ImmutableArray<Constraint> constraints, IStudyStore store) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private ImmutableHashSet<long> sequences = [];
    private double bestLoss = double.PositiveInfinity;
    private long reached;

    /// <summary>The highest sequence number of the study that is in the store now; 0 for none.</summary>
    public async Task<long> AdvanceAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            await foreach (var observed in store.ReadObservationsAsync(studyId, reached, cancellationToken)) Fold(observed.Attempt);
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

    private void Fold(Attempt attempt)
    {
        var sequence = attempt.Sequence ?? throw new InvalidOperationException("An observed attempt has a sequence number.");
        if (MayBeBest(attempt) && objective.Loss(attempt.Values[0]) is var loss && loss < bestLoss)
        {
            bestLoss = loss;
            Volatile.Write(ref sequences, sequences.Add(sequence));
        }

        Volatile.Write(ref reached, sequence);
    }

    private bool MayBeBest(Attempt attempt) => attempt is { State: AttemptState.Completed, Values.Length: > 0 }
        && double.IsFinite(attempt.Values[0])
        && constraints.All(constraint => Holds(constraint, attempt.Metrics));

    // A soft constraint gates the best as a hard one does.
    private static bool Holds(Constraint constraint, ImmutableSortedDictionary<string, double> metrics) =>
        metrics.TryGetValue(constraint.Metric, out var value)
        && !(value < constraint.Min) && !(value > constraint.Max) && !double.IsNaN(value);
}
