using System.Collections.Immutable;
using ArchOpt.Storage;
using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Proposal.Running;

/// <summary>Makes decisions durable, and waits out a store that fails (no disk space, no connection) instead of giving up.</summary>
internal sealed class DecisionWriter(IStudyStore store, StoreTrouble trouble, TimeProvider clock, ILogger<DecisionWriter> log)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <summary>True when every write among the decisions is durable; false when the store knows better and the study must be loaded again.</summary>
    public async Task<bool> TryWriteAsync(string studyId, List<Decision> decisions, CancellationToken cancellationToken)
    {
        try
        {
            // In the order of the decisions: a larger budget before the trials that it allows, an end after everything.
            var writes = new List<TrialWrite>(decisions.Count);
            foreach (var decision in decisions)
            {
                if (decision is Decision.ReplaceStudy change)
                {
                    if (!await TryWriteAsync(studyId, writes, cancellationToken)) return false;
                    if (!await store.TryReplaceStudyAsync(change.Study, cancellationToken)) return false;
                    writes.Clear();
                }
                else if (ToWrite(decision) is { } write)
                {
                    writes.Add(write);
                }
            }

            if (!await TryWriteAsync(studyId, writes, cancellationToken)) return false;
            if (decisions.Exists(IsWrite)) trouble.Over(); // having nothing to write proves nothing
            return true;
        }
        catch (Exception e) when (e is not (ArgumentException or NotSupportedException) && !cancellationToken.IsCancellationRequested)
        {
            // What was written stays written; loading again finds out how far it got.
            await WaitAsync(e, TimeSpan.FromSeconds(1), cancellationToken);
            return false;
        }
    }

    /// <summary>Repeats a read until the store gives an answer.</summary>
    /// <param name="reset">Undoes what a failed try left behind.</param>
    public async Task<T> WaitOutAsync<T>(Func<CancellationToken, Task<T>> read, Action reset, CancellationToken cancellationToken)
    {
        var failed = false;
        for (var wait = TimeSpan.FromMilliseconds(250); ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            try
            {
                var answer = await read(cancellationToken);
                if (failed) trouble.Over();
                return answer;
            }
            catch (Exception e) when (e is StoreUnusableException or IOException or TimeoutException or System.Data.Common.DbException)
            {
                failed = true;
                reset();
                await WaitAsync(e, wait, cancellationToken);
            }
        }
    }

    /// <summary>Whether the store has the trial; false while it cannot say.</summary>
    public async Task<bool> ExistsAsync(string studyId, long number, CancellationToken cancellationToken) =>
        await WaitOutAsync(token => store.FindTrialAsync(studyId, number, token), static () => { }, cancellationToken) is not null;

    /// <summary>Those of the trials that the store has, as it holds them now.</summary>
    public async Task<ImmutableArray<Trial>> FindAsync(string studyId, IEnumerable<long> numbers, CancellationToken cancellationToken)
    {
        var found = ImmutableArray.CreateBuilder<Trial>();
        foreach (var number in numbers)
        {
            if (await WaitOutAsync(token => store.FindTrialAsync(studyId, number, token), static () => { }, cancellationToken) is { } trial) found.Add(trial);
        }

        return found.ToImmutable();
    }

    /// <summary>After a refused try: which of the trials that the input made (in this order) are in the store all the same.</summary>
    public async Task KeepDurableAsync(string studyId, StudyInput.Event input, CancellationToken cancellationToken)
    {
        foreach (var trial in input.Fresh.ToArray())
        {
            var stored = await WaitOutAsync(token => store.FindTrialAsync(studyId, trial.Number, token), static () => { }, cancellationToken);
            if (stored is null || !IsFrom(trial, stored)) return; // nothing behind the first refused write was applied
            input.Keep(trial);
        }
    }

    /// <summary>Whether the stored trial goes back to this one, and not to another Proposal's of the same number.</summary>
    private static bool IsFrom(Trial trial, Trial stored) => stored.Created == trial.Created
        && stored.Configuration.Equals(trial.Configuration)
        && stored.Import == trial.Import
        && (trial.Discarded is null || stored.Discarded == trial.Discarded)
        && stored.FindAttempt(trial.Current.Number)?.Queued == trial.Current.Queued
        && (trial.Current.Started is null || stored.FindAttempt(trial.Current.Number)?.Started == trial.Current.Started);

    private async Task<bool> TryWriteAsync(string studyId, List<TrialWrite> writes, CancellationToken cancellationToken) =>
        writes.Count == 0 || !(await store.WriteAsync(studyId, writes, cancellationToken)).Conflict;

    private Task WaitAsync(Exception cause, TimeSpan wait, CancellationToken cancellationToken)
    {
        trouble.Began(cause);
        log.LogError(cause, "The store failed; nothing is acknowledged until it works again");
        return Task.Delay(wait, clock, cancellationToken);
    }

    private static bool IsWrite(Decision decision) => decision is Decision.ReplaceStudy || ToWrite(decision) is not null;

    private static TrialWrite? ToWrite(Decision decision) => decision switch
    {
        Decision.Insert insert => new TrialWrite.Insert(insert.Trial),
        Decision.Replace replace => new TrialWrite.Replace(replace.Trial),
        Decision.Annotate annotate => new TrialWrite.Replace(annotate.Trial),
        Decision.MarkPublished mark => new TrialWrite.MarkPublished(mark.Number, mark.Attempt),
        _ => null,
    };
}
