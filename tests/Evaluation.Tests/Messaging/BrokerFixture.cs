using ArchOpt.Testing;

namespace ArchOpt.Evaluation.Tests.Messaging;

/// <summary>One broker for the tests of a class; they have their own queues.</summary>
public sealed class BrokerFixture : IAsyncLifetime
{
    private RabbitMqNode? node;

    /// <summary>Skips the test that asks for it where RabbitMQ is not installed.</summary>
    public RabbitMqNode Node
    {
        get
        {
            Requires.RabbitMq();
            return node!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (RabbitMqNode.IsInstalled) node = await RabbitMqNode.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (node is not null) await node.DisposeAsync();
    }
}
