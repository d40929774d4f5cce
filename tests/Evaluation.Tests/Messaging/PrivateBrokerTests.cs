using ArchOpt.Testing;
using RabbitMQ.Client;

namespace ArchOpt.Evaluation.Tests.Messaging;

public sealed class PrivateBrokerTests
{
    [Fact]
    public async Task A_private_broker_keeps_durable_messages_through_kill_9_and_leaves_nothing_behind()
    {
        var stop = TestContext.Current.CancellationToken;
        Requires.RabbitMq();
        await using var node = await RabbitMqNode.StartAsync(cancellationToken: stop);
        await using (var connection = await node.ConnectAsync(stop))
        {
            await using var channel = await connection.CreateChannelAsync(new(true, true), stop);
            await channel.QueueDeclareAsync("kept", durable: true, exclusive: false, autoDelete: false, cancellationToken: stop);
            await channel.BasicPublishAsync("", "kept", mandatory: true, new BasicProperties { Persistent = true }, new byte[] { 1 }, stop);
        }

        await node.RestartAsync(stop);

        await Eventually.TrueAsync(async () => await node.ReadyMessagesAsync("kept", stop) == 1, TimeSpan.FromSeconds(10), "the message is there again", stop);
        (await node.ReadyMessagesAsync("never declared", stop)).ShouldBeNull();
    }
}
