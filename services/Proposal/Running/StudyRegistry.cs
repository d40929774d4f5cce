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
    DecisionWriter writer,
    DecisionEffects effects,
    Transport transport,
    IOptions<ProposalOptions> options,
    TimeProvider clock,
    ILoggerFactory logs) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, StudyRunner> runners = new();
    private readonly DateTimeOffset started = clock.GetUtcNow();

    /// <summary>The open studies.</summary>
    public IEnumerable<StudyRunner> Running() => runners.Values;

    /// <summary>The open study's last durable state, or null.</summary>
    public StudySnapshot? Snapshot(string studyId) => runners.GetValueOrDefault(studyId)?.Snapshot;

    /// <summary>Opens a study, unless it is open.</summary>
    public StudyRunner Open(StudyRecord record)
    {
        // What the in-memory transport held is gone with the process that held it; a study born in this process lost nothing.
        var queueIsEmpty = transport.IsVolatile && options.Value.RunStudies && record.Created < started;
        var runner = runners.GetOrAdd(
            record.Id,
            id => new StudyRunner(id, queueIsEmpty, loader, writer, effects, clock, logs.CreateLogger<StudyRunner>()));
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
                if (await FindAsync(studyId, cancellationToken) is not { } record) return null;
                if (record.HasEnded && studyEvent is not StudyEvent.ResumeRequested) return await AfterTheEndAsync(record, studyEvent, cancellationToken);
                runner = Open(record);
            }

            var input = new StudyInput.Event(studyEvent);
            if (!runner.TrySend(input))
            {
                runners.TryRemove(KeyValuePair.Create(studyId, runner));
                continue;
            }

            try
            {
                var reply = await input.Task.WaitAsync(cancellationToken);
                return reply is EventReply.Ended && studyEvent is StudyEvent.AttemptFinished late
                    ? await RecordLateAsync(studyId, late, cancellationToken)
                    : reply;
            }
            catch (StudyClosedException)
            {
                runners.TryRemove(KeyValuePair.Create(studyId, runner));
            }
        }
    }

    /// <summary>Reads something of the protocol's state, between two batches.</summary>
    public static async Task<T> LookAsync<T>(StudyRunner runner, Func<StudyProtocol, T> look, CancellationToken cancellationToken)
    {
        var query = new StudyInput.Query<T>(look);
        if (!runner.TrySend(query)) throw new StudyClosedException("?");
        return await query.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Closes the loop of a study, for example because it has ended or was deleted.</summary>
    public async Task CloseAsync(string studyId)
    {
        if (runners.TryRemove(studyId, out var runner)) await runner.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var studyId in runners.Keys) await CloseAsync(studyId);
    }

    private async Task<EventReply> AfterTheEndAsync(StudyRecord record, StudyEvent studyEvent, CancellationToken cancellationToken) => studyEvent switch
    {
        StudyEvent.AttemptFinished late => await RecordLateAsync(record.Id, late, cancellationToken),
        StudyEvent.AttemptStarted or StudyEvent.AttemptPublished or StudyEvent.AttemptLost or StudyEvent.Tick => new EventReply.Ended(),
        _ => new EventReply.Refused($"the study is {record.Status}: {record.Reason}"),
    };

    /// <summary>A result for a trial that has ended: a duplicate, or of an attempt that was given up, which is noted on it.</summary>
    private async Task<EventReply> RecordLateAsync(string studyId, StudyEvent.AttemptFinished late, CancellationToken cancellationToken)
    {
        while (true)
        {
            var trial = await writer.WaitOutAsync(token => store.FindTrialAsync(studyId, late.Number, token), static () => { }, cancellationToken);
            if (trial is null || !trial.State.Rule().IsTerminal) return new EventReply.Unknown();
            if (trial.Supersede(late, clock.GetUtcNow()) is not { } superseded)
                return new EventReply.Told(trial, Superseded: late.Attempt is { } attempt && attempt != trial.Current.Number);
            if (!await writer.TryWriteAsync(studyId, [new Decision.Replace(superseded)], cancellationToken)) continue;
            effects.CountLate();
            return new EventReply.Told(superseded, Superseded: true);
        }
    }

    /// <summary>A store that fails is waited out: giving up would put a result aside that it has not seen.</summary>
    private Task<StudyRecord?> FindAsync(string studyId, CancellationToken cancellationToken) =>
        writer.WaitOutAsync(token => store.FindStudyByIdAsync(studyId, token), static () => { }, cancellationToken);
}
