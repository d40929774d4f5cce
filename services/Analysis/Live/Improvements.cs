using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ArchOpt.Contracts.Http;
using ArchOpt.Search.Configurations;
using ArchOpt.Storage;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.History;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Live;

/// <summary>
/// Which observations of a study were the best so far when they came: the study's standings, folded over the
/// observations, continued from its high-water mark and never redone. Only the improvements are kept, a few dozen even of
/// a long study. Where the strategy describes its search, that is folded along: what it says follows from the observations alone.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class Improvements : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private readonly string studyId;
    private readonly StudyDefinition study;
    private readonly IStudyStore store;
    private readonly Standings standings;
    private readonly SearchHistory history;
    private ImmutableHashSet<long> sequences = [];
    private StrongBox<ImmutableArray<SearchView>> search;
    private long reached;

    public Improvements(string studyId, StudyDefinition study, IStudyStore store)
    {
        (this.studyId, this.study, this.store) = (studyId, study, store);
        standings = new Standings(study);
        history = new SearchHistory(study, StudyStrategy.Create(study));
        search = new(View());
        IsDescribed = !search.Value.IsEmpty;
    }

    /// <summary>The study's strategy describes its search. The others need not be told anything.</summary>
    public bool IsDescribed { get; }

    /// <summary>Where the search is after all observations that were read so far.</summary>
    public ImmutableArray<SearchView> Search => Volatile.Read(ref search).Value;

    /// <summary>The model group of a configuration; null in a study without groups.</summary>
    public string? GroupOf(Configuration configuration) => study.Groups?.Of(configuration)?.Name;

    /// <summary>The highest sequence number of the study that is in the store now; 0 for none.</summary>
    public async Task<long> AdvanceAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            var before = reached;
            await foreach (var observed in store.ReadObservationsAsync(studyId, reached, cancellationToken)) Fold(observed);
            if (IsDescribed && reached > before) Volatile.Write(ref search, new(View()));
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

    private ImmutableArray<SearchView> View() => [.. history.States.Select(state => SearchView.Of(state, study.TrialsPerConfiguration))];

    private void Fold(ObservedAttempt observed)
    {
        var (trial, attempt) = observed;
        var sequence = attempt.Sequence ?? throw new InvalidOperationException("An observed attempt has a sequence number.");
        if (IsDescribed) history.Observe(trial.Number, trial.Configuration, attempt);
        if (standings.Add(trial.Number, attempt.State.ToTrialState(), attempt.Values, attempt.Metrics))
            Volatile.Write(ref sequences, sequences.Add(sequence));
        Volatile.Write(ref reached, sequence);
    }
}
