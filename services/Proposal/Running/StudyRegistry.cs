using System.Collections.Concurrent;
using ArchOpt.Storage;
using ArchOpt.ServiceDefaults.Messaging;
using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Trials;
using Microsoft.Extensions.Options;

namespace ArchOpt.Proposal.Running;

/// <summary>
/// The studies that this process runs: those that have not ended, each with a loop of its own. A study that has ended
/// is opened again only when somebody resumes it.
/// </summary>
internal sealed class StudyRegistry(
    IStudyStore store,
    StudyLoader loader,
    StudyDefinitions definitions,
    DecisionWriter writer,
    DecisionEffects effects,
    Transport transport,
    IOptions<ProposalOptions> options,
    TimeProvider clock,
    ILoggerFactory logs) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, StudyRunner> runners = new();
    private readonly ConcurrentDictionary<string, int> held = new();
    private readonly DateTimeOffset started = clock.GetUtcNow();
    private volatile bool closed;

    /// <summary>The open studies.</summary>
    public IEnumerable<StudyRunner> Running() => runners.Values;

    /// <summary>The open study's last durable state, or null.</summary>
    public StudySnapshot? Snapshot(string studyId) => runners.GetValueOrDefault(studyId)?.Snapshot;

    /// <summary>Whether the study is open and compares its running trials.</summary>
    public bool HasPruner(string studyId) => Snapshot(studyId) is { } snapshot && definitions.Read(snapshot.Record).Pruner is not null;

    /// <summary>Opens a study, unless it is open.</summary>
    /// <exception cref="ObjectDisposedException">The service has stopped.</exception>
    public StudyRunner Open(StudyRecord record)
    {
        ObjectDisposedException.ThrowIf(closed, this);
        // What the in-memory transport held is gone with the process that held it; a study born in this process lost nothing.
        var queueIsEmpty = transport.IsVolatile && options.Value.RunStudies && record.Created < started;
        var runner = runners.GetOrAdd(
            record.Id,
            id => new StudyRunner(id, queueIsEmpty, loader, writer, effects, clock, logs.CreateLogger<StudyRunner>(), Forget));
        runner.Start();
        return runner;
    }

    /// <summary>
    /// Has the study's loop handle an event; the reply comes when everything it caused is durable. Null when there is
    /// no such study.
    /// </summary>
    public async Task<EventReply?> SendAsync(string studyId, StudyEvent studyEvent, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!runners.TryGetValue(studyId, out var runner))
            {
                if (await PatientlyAsync(token => store.FindStudyByIdAsync(studyId, token), cancellationToken) is not { } record) return null;
                if (record.HasEnded && !WakesAnEndedStudy(studyEvent)
                    && !await IsInFlightAsync(studyId, studyEvent, cancellationToken)) return await AfterTheEndAsync(record, studyEvent, cancellationToken);
                runner = Open(record);
            }

            var input = new StudyInput.Event(studyEvent);
            if (!runner.TrySend(input))
            {
                Forget(runner);
                continue;
            }

            try
            {
                var reply = await input.Task.WaitAsync(cancellationToken);
                if (reply is not EventReply.Ended) return reply;
                if (!await IsInFlightAsync(studyId, studyEvent, cancellationToken))
                    return studyEvent is StudyEvent.AttemptFinished late ? await RecordLateAsync(studyId, late, cancellationToken) : reply;
                runner.TrySend(new StudyInput.CatchUp(long.MaxValue)); // another Proposal has replayed it
            }
            catch (StudyClosedException)
            {
                Forget(runner);
            }
        }
    }

    /// <summary>Reads something of the protocol's state, between two batches.</summary>
    /// <exception cref="StudyClosedException">The loop ended in the meantime.</exception>
    public static async Task<T> LookAsync<T>(StudyRunner runner, Func<StudyProtocol, T> look, CancellationToken cancellationToken)
    {
        var query = new StudyInput.Query<T>(look);
        if (!runner.TrySend(query)) throw new StudyClosedException(runner.StudyId);
        return await query.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Keeps the study's loop from being closed because the study has ended: for who has many events for it. Dispose of the result.</summary>
    public IDisposable Hold(string studyId)
    {
        held.AddOrUpdate(studyId, 1, static (_, holders) => holders + 1);
        return new Holder(() => held.AddOrUpdate(studyId, 0, static (_, holders) => holders - 1));
    }

    /// <summary>Closes the loop of a study that has ended, unless it is held, or resumed at the same moment.</summary>
    public async Task CloseEndedAsync(StudyRunner runner)
    {
        if (held.TryGetValue(runner.StudyId, out var holders) && holders > 0) return;
        held.TryRemove(KeyValuePair.Create(runner.StudyId, 0));
        Forget(runner);
        await runner.DisposeAsync();
        if (runner.Snapshot is { Record.HasEnded: false } resumed) Open(resumed.Record);
    }

    /// <summary>Closes the loop of a study that is deleted.</summary>
    public async Task CloseAsync(string studyId)
    {
        if (runners.TryRemove(studyId, out var runner)) await runner.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        closed = true;
        foreach (var studyId in runners.Keys) await CloseAsync(studyId);
    }

    /// <summary>What a person may want of a study that has ended; the rest is late news.</summary>
    private static bool WakesAnEndedStudy(StudyEvent studyEvent) =>
        studyEvent is StudyEvent.ResumeRequested or StudyEvent.Imported or StudyEvent.ReplayRequested or StudyEvent.DiscardRequested or StudyEvent.SettingsEdited;

    private async Task<EventReply> AfterTheEndAsync(StudyRecord record, StudyEvent studyEvent, CancellationToken cancellationToken) => studyEvent switch
    {
        StudyEvent.AttemptFinished late => await RecordLateAsync(record.Id, late, cancellationToken),
        StudyEvent.AttemptStarted or StudyEvent.StepReported or StudyEvent.AttemptPublished or StudyEvent.AttemptLost or StudyEvent.Tick => new EventReply.Ended(),
        _ => new EventReply.Refused($"the study is {record.Status}: {record.Reason}"),
    };

    /// <summary>Whether the store holds the event's trial in flight: asked for what must not be lost, when a projection takes the trial for ended.</summary>
    private async Task<bool> IsInFlightAsync(string studyId, StudyEvent studyEvent, CancellationToken cancellationToken)
    {
        var number = studyEvent switch
        {
            StudyEvent.AttemptFinished finished => finished.Number,
            StudyEvent.ClaimRequested claim => claim.Number,
            _ => -1,
        };
        return number >= 0
            && await PatientlyAsync(token => store.FindTrialAsync(studyId, number, token), cancellationToken) is { } trial
            && !trial.State.Rule().IsTerminal;
    }

    /// <summary>A result for a trial that has ended: a duplicate, or of an attempt that was given up, which is noted on it.</summary>
    private async Task<EventReply> RecordLateAsync(string studyId, StudyEvent.AttemptFinished late, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await PatientlyAsync(token => store.FindTrialAsync(studyId, late.Number, token), cancellationToken) is not { } trial) return new EventReply.Unknown();
            if (!trial.State.Rule().IsTerminal) return new EventReply.Unknown();
            if (trial.Supersede(late, clock.GetUtcNow()) is not { } superseded)
                return new EventReply.Told(trial, Superseded: late.Attempt is { } attempt && attempt != trial.Current.Number);
            if (!await writer.TryWriteAsync(studyId, [new Decision.Replace(superseded)], cancellationToken)) continue;
            effects.CountLate();
            return new EventReply.Told(superseded, Superseded: true);
        }
    }

    /// <summary>A result must not be lost because the store fails for a while.</summary>
    private Task<T> PatientlyAsync<T>(Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken) =>
        writer.WaitOutAsync(read, static () => { }, cancellationToken);

    private void Forget(StudyRunner runner) => runners.TryRemove(KeyValuePair.Create(runner.StudyId, runner));

    private sealed class Holder(Action release) : IDisposable
    {
        private Action? release = release;

        public void Dispose() => Interlocked.Exchange(ref release, null)?.Invoke();
    }
}
