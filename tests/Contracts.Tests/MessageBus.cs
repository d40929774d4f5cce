using ArchOpt.ServiceDefaults.Messaging;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ArchOpt.Contracts.Tests;

/// <summary>The bus as a process without a broker has it: MassTransit's serializer with our settings, over the in-memory transport.</summary>
internal sealed class MessageBus<T> : IAsyncDisposable
    where T : class
{
    private const string Queue = "round-trip";

    private readonly IHost host;
    private readonly Received<T> received;

    private MessageBus(IHost host, Received<T> received) => (this.host, this.received) = (host, received);

    public static async Task<MessageBus<T>> StartAsync(CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        var inbox = new Received<T>();
        builder.Services.AddSingleton(inbox);
        builder.AddMessagingModule(
            bus => bus.AddConsumer<Consumer>(),
            new MessagingEndpoint(Queue, Temporary: false, Concurrency: 1, Prefetch: 1, (context, endpoint) => endpoint.ConfigureConsumer<Consumer>(context)));
        builder.AddMessaging();
        builder.Services.Configure<MassTransitHostOptions>(options => options.WaitUntilStarted = true);
        var started = builder.Build();
        await started.StartAsync(cancellationToken);
        return new(started, inbox);
    }

    /// <summary>Publishes, and answers with what a consumer is given.</summary>
    public async Task<T> CarryAsync(T message, CancellationToken cancellationToken)
    {
        await Bus.Publish(message, cancellationToken);
        return await ReceivedAsync(cancellationToken);
    }

    /// <summary>Puts another program's idea of the message into the consumer's queue, and answers with what the consumer is given.</summary>
    public async Task<T> DeliverAsync<TSent>(TSent message, CancellationToken cancellationToken)
        where TSent : class
    {
        var endpoint = await Bus.GetSendEndpoint(new Uri("queue:" + Queue));
        await endpoint.Send(message, cancellationToken);
        return await ReceivedAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }

    private IBus Bus => host.Services.GetRequiredService<IBus>();

    private Task<T> ReceivedAsync(CancellationToken cancellationToken) =>
        received.Message.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);

    private sealed class Consumer(Received<T> received) : IConsumer<T>
    {
        public Task Consume(ConsumeContext<T> context)
        {
            received.Message.TrySetResult(context.Message);
            return Task.CompletedTask;
        }
    }
}

internal sealed class Received<T>
{
    public TaskCompletionSource<T> Message { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
