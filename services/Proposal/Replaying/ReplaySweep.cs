using ArchOpt.Proposal.Running;
using ArchOpt.ServiceDefaults.Messaging;
using ArchOpt.Storage;

namespace ArchOpt.Proposal.Replaying;

/// <summary>
/// Removes the resting messages of replayed trials, once the messages of their new attempts are with the broker, and of discarded ones. It
/// looks after every replay and discard, twice because a worker moves a message a moment after its result, and at the start, so what a process left behind that died in between is removed by the next.
/// </summary>
internal sealed class ReplaySweep(
    IErrorQueues queues, IStudyStore store, StudyDefinitions definitions, Transport transport, TimeProvider clock, ILogger<ReplaySweep> log) : BackgroundService
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private readonly SemaphoreSlim wish = new(1, 1);

    /// <summary>Trials have been replayed or discarded.</summary>
    public void Wake()
    {
        lock (wish)
        {
            if (wish.CurrentCount == 0) wish.Release();
        }
    }

    public override void Dispose()
    {
        wish.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (transport.IsVolatile) return;
        var wait = ShortestWait;
        var more = false;
        while (true)
        {
            // While trials wait for a free place their messages rest; a new replay is looked after at once.
            var woken = await WokenAsync(more ? wait : Timeout.InfiniteTimeSpan, stoppingToken);
            if (woken) wait = ShortestWait;
            else wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
            try
            {
                more = await SweepAsync(stoppingToken) || woken;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                more = true;
                log.LogWarning("The error queues could not be looked through, trying again: {Reason}", e.Message);
            }
        }
    }

    /// <summary>Removes what was replaced; true while there is more to come.</summary>
    private async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        var more = false;
        var removed = 0;
        foreach (var queue in await ErrorQueues.EvaluateAsync(store, definitions, cancellationToken))
        {
            await queues.WalkAsync(
                queue + ErrorQueues.ErrorSuffix,
                async message =>
                {
                    var (fate, _) = await message.FateAsync(store, cancellationToken);
                    more |= fate == MessageFate.Leaves;
                    if (fate == MessageFate.Replaced) removed++;
                    return fate == MessageFate.Replaced;
                },
                cancellationToken);
        }

        if (removed > 0) log.LogInformation("{Count} messages of replayed and discarded trials were removed from the error queues", removed);
        return more;
    }

    private async Task<bool> WokenAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (patience == Timeout.InfiniteTimeSpan)
        {
            await wish.WaitAsync(cancellationToken);
            return true;
        }

        using var limit = new CancellationTokenSource(patience, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await wish.WaitAsync(both.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
