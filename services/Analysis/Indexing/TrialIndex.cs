using System.Collections.Immutable;
using ArchOpt.Storage;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Analysis.Indexing;

/// <summary>
/// All trials of one study in memory, in short, kept up with the store from the last observation on: nothing is read twice. Those in flight
/// are read anew at every look; there are few.
/// </summary>
/// <remarks>
/// Thread-safe. Whoever looks while the store is read waits for that reading, or the one after it, but no longer than it likes: a long study
/// is read for the first time in the background, and pages show what is there.
/// </remarks>
public sealed class TrialIndex : IDisposable
{
    /// <summary>So many trials in flight are shown one by one; a study may have put ten thousand failed ones back at once.</summary>
    public const int MostInFlight = 1_000;

    /// <summary>How long a page waits for what is new.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    /// <summary>Observations between two snapshots of a long reading.</summary>
    private const int Stride = 2_000;

    private readonly Lock gate = new();
    private readonly CancellationTokenSource dropped = new();
    private readonly CancellationToken life;
    private readonly string studyId;
    private readonly IStudyStore store;
    private readonly TimeProvider time;
    private readonly TrialFold fold;
    private TrialSnapshot snapshot;
    private Task? reading, following;

    /// <param name="studyId">Of a study in the store.</param>
    /// <param name="study">Its definition.</param>
    /// <param name="store">Is read, and belongs to somebody else.</param>
    /// <param name="time">Tells when somebody has waited long enough.</param>
    public TrialIndex(string studyId, StudyDefinition study, IStudyStore store, TimeProvider time)
    {
        (this.studyId, this.store, this.time) = (studyId, store, time);
        life = dropped.Token;
        fold = new(study);
        snapshot = fold.Build();
    }

    /// <summary>What was read last, without looking whether there is more.</summary>
    public TrialSnapshot Snapshot => Volatile.Read(ref snapshot);

    /// <summary>Everything that the store has now or, when reading it takes longer than <see cref="Patience"/>, what is known by then.</summary>
    /// <exception cref="StoreUnusableException">The store cannot be read.</exception>
    public Task<TrialSnapshot> LookAsync(CancellationToken cancellationToken) => LookAsync(Patience, cancellationToken);

    /// <inheritdoc cref="LookAsync(CancellationToken)"/>
    public async Task<TrialSnapshot> LookAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var work = Read();
        try
        {
            await work.WaitAsync(patience, time, cancellationToken);
        }
        catch (TimeoutException) when (!work.IsFaulted)
        {
            // It goes on in the background. If it fails there, the next one who looks finds that out.
            _ = work.ContinueWith(static task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }

        catch (OperationCanceledException) when (life.IsCancellationRequested)
        {
            // The index was dropped while somebody looked at it: what it knew is as good as ever.
        }

        return Snapshot;
    }

    /// <summary>Ends a reading that is under way.</summary>
    public void Dispose()
    {
        if (life.IsCancellationRequested) return;
        dropped.Cancel();
        dropped.Dispose();
    }

    /// <summary>A reading that begins now or later: one that has begun may have missed what the caller knows of.</summary>
    private Task Read()
    {
        lock (gate)
        {
            if (following is not null) return following;
            if (reading is null or { IsCompleted: true }) return reading = Task.Run(ReadOnceAsync);
            return following = FollowAsync(reading);
        }
    }

    private async Task FollowAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        Task mine;
        lock (gate)
        {
            mine = reading = Task.Run(ReadOnceAsync);
            following = null;
        }

        await mine;
    }

    private async Task ReadOnceAsync()
    {
        // What is in flight first: a trial that ends meanwhile is then found twice, and not never.
        var inFlight = await store.ReadTrialsAsync(studyId, new TrialQuery(Limit: MostInFlight) { InFlight = true }, life)
            .Select(fold.Summary).ToListAsync(life);
        var counts = await store.CountTrialsAsync(studyId, life);
        var unpublished = 0;
        await foreach (var observed in store.ReadObservationsAsync(studyId, fold.Sequence, life))
        {
            fold.Add(observed);
            if (++unpublished % Stride == 0) Publish(isWhole: Snapshot.IsWhole);
        }

        Publish(isWhole: true);

        void Publish(bool isWhole)
        {
            var known = fold.Build();
            ImmutableArray<TrialSummary> still = [.. inFlight.Where(trial => !(known.Ended.Find(trial.Number)?.Attempts >= trial.Attempts))];
            Volatile.Write(ref snapshot, known with { InFlight = still, Counts = counts, IsWhole = isWhole });
        }
    }
}
