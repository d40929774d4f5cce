using ArchOpt.ServiceDefaults.Messaging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace ArchOpt.Proposal.Replaying;

/// <summary>Takes messages one by one without acknowledging them; closing the channel puts back what was not removed, in its old place.</summary>
internal sealed class RabbitMqErrorQueues(BrokerAddress broker) : IErrorQueues, IAsyncDisposable
{
    private readonly SemaphoreSlim turn = new(1); // two walks at once would hide messages from each other
    private IConnection? connection;

    public async Task WalkAsync(string queue, Func<RestingMessage, ValueTask<bool>> remove, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            await using var channel = await OpenAsync(cancellationToken);
            uint left;
            try
            {
                left = (await channel.QueueDeclarePassiveAsync(queue, cancellationToken)).MessageCount;
            }
            catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.NotFound)
            {
                return; // nothing has ever failed there
            }

            for (; left > 0 && await channel.BasicGetAsync(queue, autoAck: false, cancellationToken) is { } message; left--)
            {
                var resting = RestingMessage.Read(queue, message.BasicProperties.MessageId, message.BasicProperties.Headers, message.Body);
                if (await remove(resting)) await channel.BasicAckAsync(message.DeliveryTag, multiple: false, cancellationToken);
            }

            await channel.CloseAsync(cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        turn.Dispose();
    }

    private async Task<IChannel> OpenAsync(CancellationToken cancellationToken)
    {
        if (connection is not { IsOpen: true })
        {
            await CloseAsync();
            connection = await broker.CreateFactory("archopt-proposal-replay").CreateConnectionAsync(cancellationToken);
        }

        return await connection.CreateChannelAsync(cancellationToken: cancellationToken);
    }

    private async ValueTask CloseAsync()
    {
        if (Interlocked.Exchange(ref connection, null) is { } old) await old.DisposeAsync(); // forgotten first: closing may fail
    }
}
