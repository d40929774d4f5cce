using MassTransit;

namespace ArchOpt.ServiceDefaults.Messaging;

/// <summary>A queue that a module consumes.</summary>
/// <param name="Queue">The queue's name; with <paramref name="Temporary"/> a prefix, made unique for this process.</param>
/// <param name="Temporary">One queue for each process, gone with it: every process sees every event. Otherwise durable and shared by competing consumers.</param>
/// <param name="Concurrency">At most this many messages in consumers at a time.</param>
/// <param name="Prefetch">At most this many messages in the process at a time; at least the concurrency.</param>
/// <param name="Configure">Adds the consumers: <c>endpoint.ConfigureConsumer&lt;T&gt;(context)</c>.</param>
public sealed record MessagingEndpoint(
    string Queue,
    bool Temporary,
    int Concurrency,
    int Prefetch,
    Action<IBusRegistrationContext, IReceiveEndpointConfigurator> Configure);
