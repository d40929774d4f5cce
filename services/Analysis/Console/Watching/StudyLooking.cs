using System.Collections.Immutable;
using ArchOpt.Analysis.Console.Operator;
using ArchOpt.Analysis.Indexing;
using ArchOpt.Analysis.Live;
using ArchOpt.Contracts.Http;
using ArchOpt.Storage;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Console.Watching;

/// <summary>Looks at a study from all sides: the store, what is known of its trials and its search, the broker, and Proposal.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class StudyLooking(
    IStudyStore store, TrialIndexes indexes, ImprovementIndex improvements, ProposalWords words, BrokerHealth broker, TrialSteps steps, TimeProvider time)
{
    /// <param name="record">The study, just read.</param>
    /// <param name="memory">Belongs to the page.</param>
    /// <param name="key">Of whoever looks.</param>
    /// <param name="patience">How long to wait for what is new in the store, and for what Proposal says at first.</param>
    /// <param name="cancellationToken">Of the request, or of the live page.</param>
    public async Task<StudyMoment> LookAsync(StudyRecord record, PageMemory memory, OperatorKey key, (TimeSpan Store, TimeSpan Proposal) patience, CancellationToken cancellationToken)
    {
        var hearing = words.HearAsync(record.Name, key, patience.Proposal, cancellationToken);
        var snapshot = await indexes.Of(record).LookAsync(patience.Store, cancellationToken);
        var (best, groups) = await memory.Leaders.FindAsync(record, snapshot, cancellationToken);
        var word = await hearing;
        var search = await SearchAsync(record, snapshot, patience.Store, cancellationToken) ?? SearchOf(word);
        var now = time.GetUtcNow();
        var pace = StudyPace.Of(snapshot, record.Created, now);
        var moment = new StudyMoment
        {
            Record = record,
            Snapshot = snapshot,
            Now = now,
            Proposal = word,
            BrokerTrouble = record.HasEnded ? null : broker.Trouble(),
            Search = search,
            Best = best,
            GroupBest = groups,
            Pace = pace,
            Reasons = await memory.Reasons.FindAsync(record, pace.Recent, cancellationToken),
            Steps = steps.Of(record.Id),
        };
        return record.Status == StudyStatus.Running ? moment : moment with { Pace = pace with { PerSecond = moment.ElapsedSeconds > 0 ? moment.Used / moment.ElapsedSeconds : 0 } };
    }

    /// <summary>The steps of the trials that are shown one by one, with those from the store where nobody has listened to the trial.</summary>
    public async Task<ImmutableDictionary<long, TrialStep>> StepsAsync(StudyMoment moment, CancellationToken cancellationToken)
    {
        var all = moment.Steps.ToImmutableDictionary();
        foreach (var trial in moment.InFlight.Where(trial => trial.State == TrialState.Running && !moment.Steps.ContainsKey(trial.Number)))
        {
            var curve = await store.ReadCurveAsync(moment.Record.Id, trial.Number, cancellationToken);
            if (curve.LastOrDefault(point => point.Attempt == trial.Attempts) is { } last) all = all.Add(trial.Number, new(last.Attempt, last.Step, last.Metrics));
        }

        return all;
    }

    /// <summary>Null where following the search takes longer than anybody waits: of a long study that nobody has looked at yet.</summary>
    private async Task<ImmutableArray<SearchView>?> SearchAsync(StudyRecord record, TrialSnapshot snapshot, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (!snapshot.IsWhole) return null;
        var searching = Task.Run(() => improvements.SearchAsync(record, CancellationToken.None), CancellationToken.None);
        await Task.WhenAny(searching, Task.Delay(patience, time, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        if (searching.IsCompleted) return await searching;
        // It goes on, for those who look next; if it fails, they find that out.
        _ = searching.ContinueWith(static task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return null;
    }

    private static ImmutableArray<SearchView> SearchOf(ProposalWord word) =>
        word.View is { Groups.IsDefault: false } view ? [.. view.Groups.Select(group => group.Search).OfType<SearchView>()] : [];
}
