using ArchOpt.ServiceDefaults.Messaging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace ArchOpt.Proposal.Fleet;

/// <summary>How many messages wait in a queue.</summary>
internal interface IQueueDepth
{
    /// <summary>Messages that are ready, not those with consumers; null when the transport cannot say.</summary>
    Task<long?> ReadyAsync(string queue, CancellationToken cancellationToken);
}

/// <summary>The in-memory transport loses nothing while its process lives, so nobody needs to know.</summary>
internal sealed class InMemoryQueueDepth : IQueueDepth
{
    public Task<long?> ReadyAsync(string queue, CancellationToken cancellationToken) => Task.FromResult<long?>(null);
}

/// <summary>Asks RabbitMQ by a passive declaration, over a connection that is opened when first needed.</summary>
internal sealed class RabbitMqQueueDepth(BrokerAddress broker) : IQueueDepth, IAsyncDisposable
{
    private IConnection? connection;

    public async Task<long?> ReadyAsync(string queue, CancellationToken cancellationToken)
    {
        if (connection is not { IsOpen: true })
        {
            await CloseAsync();
            connection = await broker.CreateFactory("archopt-proposal-leases").CreateConnectionAsync(cancellationToken);
        }

        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        try
        {
            return (await channel.QueueDeclarePassiveAsync(queue, cancellationToken)).MessageCount;
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return 0; // no such queue, so nothing waits in it
        }
    }

    public async ValueTask DisposeAsync() => await CloseAsync();

    private async ValueTask CloseAsync()
    {
        if (Interlocked.Exchange(ref connection, null) is { } old) await old.DisposeAsync(); // forgotten first: closing may fail
    }
}
