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
    private const int LongestPauseMs = 2_000;
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(5);

    private readonly StudyLoader loader;
    private readonly DecisionWriter writer;
    private readonly DecisionEffects effects;
    private readonly TimeProvider clock;
    private readonly ILogger log;
    private readonly Action<StudyRunner> ended;
    private readonly Channel<StudyInput> inputs = Channel.CreateUnbounded<StudyInput>(new() { SingleReader = true });
    private readonly List<StudyInput> batch = new(BatchSize);
    private readonly List<Decision> decisions = [];
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StudyProtocol? protocol;
    private volatile StudySnapshot? snapshot;
    private bool queueIsEmpty;
    private StudyTime? timed;
    private long superseded;
    private int started;
    private Task? loop;

    /// <param name="ended">Called once, when the loop has ended for whatever reason.</param>
    public StudyRunner(
        string studyId, bool queueIsEmpty, StudyLoader loader, DecisionWriter writer, DecisionEffects effects, TimeProvider clock, ILogger log, Action<StudyRunner> ended)
    {
        StudyId = studyId;
        this.ended = ended;
        this.queueIsEmpty = queueIsEmpty;
        this.loader = loader;
        this.writer = writer;
        this.effects = effects;
        this.clock = clock;
        this.log = log;
    }

    public string StudyId { get; }

    /// <summary>The last durable state; null until the study is loaded.</summary>
    public StudySnapshot? Snapshot => snapshot;

    /// <summary>Done when the study is loaded and its first decisions are durable.</summary>
    public Task Loaded => loaded.Task;

    /// <summary>Starts the loop, once; a further call changes nothing.</summary>
    public void Start()
    {
        if (Interlocked.Exchange(ref started, 1) != 0) return;
        using var _ = ExecutionContext.SuppressFlow(); // the loop outlives the request that opens the study, and is no part of its trace
        loop = Task.Run(() => RunAsync(stopping.Token));
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
            await OpenAsync(cancellationToken);
            loaded.TrySetResult();
            while (await inputs.Reader.WaitToReadAsync(cancellationToken))
            {
                while (batch.Count < BatchSize && inputs.Reader.TryRead(out var input)) batch.Add(input);
                await HandleAsync(cancellationToken);
                batch.Clear();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            log.LogDebug("Study {Study} is closed", StudyId);
        }
        catch (StudyGoneException gone)
        {
            log.LogInformation("Study {Study} was deleted", StudyId);
            effects.Forget(StudyId);
            loaded.TrySetException(gone);
            _ = loaded.Task.Exception; // nobody may wait for it
        }
        finally
        {
            inputs.Writer.TryComplete();
            loaded.TrySetCanceled(CancellationToken.None);
            FailWhatIsLeft();
            ended(this);
        }
    }

    /// <summary>Loads the study and dispatches what waits. While that fails its inputs wait too: none of them is to blame.</summary>
    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await CommitAsync([], cancellationToken);
                return;
            }
            catch (Exception e) when (e is not StudyGoneException && !cancellationToken.IsCancellationRequested)
            {
                log.LogError(e, "Study {Study} cannot be opened; trying again", StudyId);
                protocol = null;
                await Task.Delay(PauseAfterFault, clock, cancellationToken);
            }
        }
    }

    private async Task HandleAsync(CancellationToken cancellationToken)
    {
        if (await TryHandleAsync(batch, cancellationToken) is null) return;
        // An input broke the protocol. Which one shows when each is alone; the others must not suffer from it.
        foreach (var input in batch)
        {
            if (await TryHandleAsync([input], cancellationToken) is not { } error) continue;
            log.LogError(error, "Study {Study}: an input could not be handled", StudyId);
            input.Fail(error);
        }
    }

    /// <summary>Null when the inputs are handled, durable and answered. The store is no reason to fail: the writer waits it out.</summary>
    private async Task<Exception?> TryHandleAsync(List<StudyInput> some, CancellationToken cancellationToken)
    {
        try
        {
            await CommitAsync(some, cancellationToken);
        }
        catch (Exception e) when (e is not StudyGoneException && !cancellationToken.IsCancellationRequested)
        {
            protocol = null;
            return e;
        }

        foreach (var input in some) input.Complete();
        return null;
    }

    /// <summary>Handles inputs until their decisions are durable, then acts on them.</summary>
    private async Task CommitAsync(List<StudyInput> some, CancellationToken cancellationToken)
    {
        var caughtUp = false;
        for (var refused = 0; ;)
        {
            decisions.Clear();
            if (protocol is null) await LoadAsync(cancellationToken);
            foreach (var named in some.OfType<StudyInput.Event>())
            {
                if (named.Named is { } numbers) named.Stored = await writer.FindAsync(StudyId, numbers, cancellationToken);
            }

            var (behind, unknown) = HandleInputs(some, protocol!);
            if (!caughtUp && (behind || (unknown is not null && await writer.ExistsAsync(StudyId, unknown.Value, cancellationToken))))
            {
                caughtUp = true;
                protocol = null;
                continue;
            }

            protocol!.Schedule(clock.GetUtcNow(), decisions);
            if (await writer.TryWriteAsync(StudyId, decisions, cancellationToken)) break;
            protocol = null;
            foreach (var happened in some.OfType<StudyInput.Event>()) await writer.KeepDurableAsync(StudyId, happened, cancellationToken);
            if (++refused > 1) await PauseAsync(refused, cancellationToken);
        }

        queueIsEmpty = false;
        timed = new StudyTime(protocol.Record.Revision, protocol.RunningSince);
        superseded += decisions.Count(d => d is Decision.CountSuperseded);
        snapshot = StudySnapshot.Of(protocol, clock.GetUtcNow(), superseded);
        effects.Act(snapshot, decisions, this);
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var begun = clock.GetTimestamp();
        protocol = await writer.WaitOutAsync(token => loader.LoadAsync(StudyId, queueIsEmpty, timed, decisions, token), decisions.Clear, cancellationToken)
            ?? throw new StudyGoneException(StudyId);
        log.LogInformation(
            "Study {Study} is open: {Trials} trials, {InFlight} in flight, {Seconds:F2} s",
            protocol.Record.Name, protocol.Tally.Total, protocol.InFlight.Count, clock.GetElapsedTime(begun).TotalSeconds);
    }

    /// <summary>Another Proposal keeps being faster: a pause of random length lets the two get out of step.</summary>
    private Task PauseAsync(int refused, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, Math.Min(LongestPauseMs, 10 << Math.Min(refused, 8)))), clock, cancellationToken);

    /// <returns>Whether the store is known to be ahead, and the number of a trial that an event names and the projection does not know.</returns>
    private (bool Behind, long? Unknown) HandleInputs(List<StudyInput> some, StudyProtocol current)
    {
        var behind = false;
        long? unknown = null;
        var now = clock.GetUtcNow();
        foreach (var input in some)
        {
            switch (input)
            {
                case StudyInput.IQuery query:
                    query.Look(current);
                    break;
                case StudyInput.CatchUp stored:
                    behind |= current.Record.Revision < stored.Revision;
                    break;
                case StudyInput.Event happened:
                    happened.Handle(left => current.Handle(left, now, decisions), current.TrialsPerConfiguration);
                    if (happened.Reply is not EventReply.Unknown) break;
                    behind |= happened.Named is not null; // it was shown what the store holds
                    unknown ??= NumberOf(happened.StudyEvent);
                    break;
            }
        }

        return (behind, unknown);
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
        var closed = new StudyClosedException(StudyId);
        foreach (var input in batch) input.Fail(closed);
        while (inputs.Reader.TryRead(out var input)) input.Fail(closed);
    }
}
