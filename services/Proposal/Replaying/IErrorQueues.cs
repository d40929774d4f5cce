namespace ArchOpt.Proposal.Replaying;

/// <summary>The queues where messages come to rest that nobody could handle.</summary>
internal interface IErrorQueues
{
    /// <summary>
    /// Shows every message that rests in the queue now, the oldest first. It stays where it is unless the caller says that it is to be
    /// removed: then it is gone for good. What was only shown is back when the walk ends, also when it ends with the process.
    /// </summary>
    /// <param name="queue">A queue that is absent is empty.</param>
    /// <param name="remove">Whether to remove the message.</param>
    Task WalkAsync(string queue, Func<RestingMessage, ValueTask<bool>> remove, CancellationToken cancellationToken);
}

/// <summary>The in-memory transport keeps nothing: what failed is in the store.</summary>
internal sealed class NoErrorQueues : IErrorQueues
{
    public Task WalkAsync(string queue, Func<RestingMessage, ValueTask<bool>> remove, CancellationToken cancellationToken) => Task.CompletedTask;
}
