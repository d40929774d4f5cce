using System.Collections.Immutable;
using ArchOpt.Contracts;
using ArchOpt.Contracts.Http;
using ArchOpt.Proposal.Fleet;
using ArchOpt.Proposal.Running;
using ArchOpt.Storage;

namespace ArchOpt.Proposal.Replaying;

/// <summary>Messages that no failed trial explains: poison, unreadable ones, those of deleted studies. People look at them and discard them.</summary>
internal sealed class StrayMessages(IErrorQueues queues, IStudyStore store, StudyDefinitions definitions, WorkerFleet fleet, ILogger<StrayMessages> log)
{
    /// <summary>How many are shown.</summary>
    private const int MostShown = 1_000;

    /// <summary>The oldest of each queue first; and why they cannot be read, when the broker is away.</summary>
    public async Task<(ImmutableArray<RestingMessageView> Messages, string? Unread)> ListAsync(CancellationToken cancellationToken)
    {
        var found = ImmutableArray.CreateBuilder<RestingMessageView>();
        try
        {
            await WalkAsync(
                stray =>
                {
                    if (found.Count < MostShown) found.Add(stray);
                    return false;
                },
                cancellationToken);
            return (found.ToImmutable(), null);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogWarning("The error queues could not be read: {Reason}", e.Message);
            return (found.ToImmutable(), $"The broker does not let the error queues be read: {e.Message}");
        }
    }

    /// <summary>Removes them for good: all, or those with these ids.</summary>
    public async Task<ImmutableArray<RestingMessageView>> DiscardAsync(ImmutableArray<string>? ids, string reason, CancellationToken cancellationToken)
    {
        var wanted = ids?.ToHashSet(StringComparer.Ordinal);
        var discarded = ImmutableArray.CreateBuilder<RestingMessageView>();
        await WalkAsync(
            stray =>
            {
                if (wanted?.Contains(stray.Id) == false) return false;
                log.LogWarning("Message {Message} ({Type}) of {Queue} is discarded: {Reason}; it failed with {Exception}", stray.Id, stray.Type, stray.Queue, reason, stray.Exception);
                discarded.Add(stray);
                return true;
            },
            cancellationToken);
        return discarded.ToImmutable();
    }

    private async Task WalkAsync(Func<RestingMessageView, bool> remove, CancellationToken cancellationToken)
    {
        var evaluators = await ErrorQueues.EvaluateAsync(store, definitions, cancellationToken);
        var all = evaluators.Concat(fleet.Offers().Select(offer => Queues.Evaluate(offer.Evaluator, offer.ResourceClass)))
            .Prepend(Queues.Claims).Prepend(Queues.Results).Distinct(StringComparer.Ordinal)
            .SelectMany(queue => new[] { queue + ErrorQueues.ErrorSuffix, queue + ErrorQueues.SkippedSuffix });
        foreach (var queue in all)
        {
            await queues.WalkAsync(
                queue,
                async message =>
                {
                    var (fate, reason) = await message.FateAsync(store, cancellationToken);
                    return fate == MessageFate.Stray
                        && remove(new(message.Queue, message.Id, message.Type, reason, message.Exception, message.Time));
                },
                cancellationToken);
        }
    }
}
