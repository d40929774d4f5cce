using System.Threading.Channels;
using ArchOpt.Studies.Protocol;

namespace ArchOpt.Proposal.Running;

/// <summary>
/// Runs one study: one loop that takes whatever has arrived, lets the protocol decide, writes the decisions, and only
/// then acts on them and answers. One fsync serves a whole batch of results and the proposals that follow from them.
/// </summary>
/// <remarks>
/// The protocol is a projection of the store. Whenever a write is refused (another Proposal was faster) or fails (no
/// disk space), it is thrown away, loaded again, and the same inputs are handled once more: nothing is acknowledged
/// that is not stored, and nothing is lost.
/// </remarks>
internal sealed class StudyRunner : IAsyncDisposable
{
    private const int BatchSize = 512;

    private readonly string studyId;
    private readonly StudyLoader loader;
    private readonly DecisionWriter writer;
    private readonly DecisionEffects effects;
    private readonly TimeProvider clock;
    private readonly ILogger log;
    private readonly Channel<StudyInput> inputs = Channel.CreateUnbounded<StudyInput>(new() { SingleReader = true });
    private readonly List<StudyInput> batch = new(BatchSize);
    private readonly List<Decision> decisions = [];
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StudyProtocol? protocol;
    private volatile StudySnapshot? snapshot;
    private bool queueIsEmpty;
    private long superseded;
    private int started;
    private Task? loop;

    public StudyRunner(string studyId, bool queueIsEmpty, StudyLoader loader, DecisionWriter writer, DecisionEffects effects, TimeProvider clock, ILogger log)
    {
        this.studyId = studyId;
        this.queueIsEmpty = queueIsEmpty;
        this.loader = loader;
        this.writer = writer;
        this.effects = effects;
        this.clock = clock;
        this.log = log;
    }

    /// <summary>The last durable state; null until the study is loaded.</summary>
    public StudySnapshot? Snapshot => snapshot;

    /// <summary>Done when the study is loaded and its first decisions are durable.</summary>
    public Task Loaded => loaded.Task;

    /// <summary>Starts the loop, once; a further call changes nothing.</summary>
    public void Start()
    {
        if (Interlocked.Exchange(ref started, 1) == 0) loop = Task.Run(() => RunAsync(stopping.Token));
    }

    /// <summary>False when the loop has been closed.</summary>
    public bool TrySend(StudyInput input) => inputs.Writer.TryWrite(input);

    public async ValueTask DisposeAsync()
    {
        inputs.Writer.TryComplete();
        await stopping.CancelAsync();
        if (loop is not null) await loop;
        stopping.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CommitAsync(cancellationToken); // loads, and dispatches what waits
            loaded.TrySetResult();
            while (await inputs.Reader.WaitToReadAsync(cancellationToken))
            {
                batch.Clear();
                while (batch.Count < BatchSize && inputs.Reader.TryRead(out var input)) batch.Add(input);
                await HandleAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            log.LogDebug("Study {Study} is closed", studyId);
        }
        catch (StudyGoneException gone)
        {
            log.LogInformation("Study {Study} was deleted", studyId);
            loaded.TrySetException(gone);
        }
        finally
        {
            inputs.Writer.TryComplete();
            loaded.TrySetCanceled(CancellationToken.None);
            FailWhatIsLeft();
        }
    }

    private async Task HandleAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CommitAsync(cancellationToken);
        }
        catch (Exception e) when (e is not (OperationCanceledException or StudyGoneException))
        {
            // Not the store: the writer waits those out. An input broke the protocol, and only its senders are told.
            log.LogError(e, "Study {Study}: an input could not be handled", studyId);
            protocol = null;
            foreach (var input in batch) input.Fail(e);
            return;
        }

        foreach (var input in batch) input.Complete();
    }

    /// <summary>Handles the batch until its decisions are durable, then acts on them.</summary>
    private async Task CommitAsync(CancellationToken cancellationToken)
    {
        var reloadedForUnknown = false;
        while (true)
        {
            decisions.Clear();
            if (protocol is null) await LoadAsync(cancellationToken);
            var unknown = HandleBatch(protocol!);
            if (unknown is not null && !reloadedForUnknown && await writer.ExistsAsync(studyId, unknown.Value, cancellationToken))
            {
                reloadedForUnknown = true;
                protocol = null;
                continue;
            }

            protocol!.Schedule(clock.GetUtcNow(), decisions);
            if (await writer.TryWriteAsync(studyId, decisions, cancellationToken)) break;
            protocol = null;
        }

        queueIsEmpty = false;
        superseded += decisions.Count(d => d is Decision.CountSuperseded);
        snapshot = StudySnapshot.Of(protocol, clock.GetUtcNow(), superseded);
        effects.Act(snapshot, decisions, this);
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var begun = clock.GetTimestamp();
        protocol = await writer.WaitOutAsync(token => loader.LoadAsync(studyId, queueIsEmpty, decisions, token), decisions.Clear, cancellationToken)
            ?? throw new StudyGoneException(studyId);
        log.LogInformation(
            "Study {Study} is open: {Trials} trials, {InFlight} in flight, {Seconds:F2} s",
            protocol.Record.Name, protocol.Tally.Total, protocol.InFlight.Count, clock.GetElapsedTime(begun).TotalSeconds);
    }

    /// <returns>The number of a trial that an event names and the projection does not know.</returns>
    private long? HandleBatch(StudyProtocol current)
    {
        long? unknown = null;
        var now = clock.GetUtcNow();
        foreach (var input in batch)
        {
            if (input is StudyInput.IQuery query)
            {
                query.Look(current);
                continue;
            }

            var happened = (StudyInput.Event)input;
            happened.Reply = current.Handle(happened.StudyEvent, now, decisions);
            if (happened.Reply is EventReply.Unknown) unknown ??= NumberOf(happened.StudyEvent);
        }

        return unknown;
    }

    private static long? NumberOf(StudyEvent studyEvent) => studyEvent switch
    {
        StudyEvent.AttemptStarted e => e.Number,
        StudyEvent.AttemptFinished e => e.Number,
        StudyEvent.AttemptPublished e => e.Number,
        StudyEvent.AttemptLost e => e.Number,
        StudyEvent.ClaimRequested e => e.Number,
        _ => null,
    };

    private void FailWhatIsLeft()
    {
        var closed = new StudyClosedException(studyId);
        foreach (var input in batch) input.Fail(closed);
        while (inputs.Reader.TryRead(out var input)) input.Fail(closed);
    }
}

/// <summary>The study's loop has ended; whoever still wants something must ask the registry again.</summary>
internal sealed class StudyClosedException(string studyId) : Exception($"Study {studyId} is closed.");

/// <summary>The study is no longer in the store.</summary>
internal sealed class StudyGoneException(string studyId) : Exception($"Study {studyId} was deleted.");
