using System.Net.Security;
using System.Security.Authentication;
using ArchOpt.ServiceDefaults.Hosting;
using ArchOpt.ServiceDefaults.Http;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace ArchOpt.ServiceDefaults.Messaging;

/// <summary>
/// The bus of a process. Modules say what they consume; the host then calls <see cref="AddMessaging"/> once. With the
/// connection string <c>messaging</c> that is RabbitMQ, without it the in-memory transport of this process: the same
/// modules, the same code path.
/// </summary>
public static class MessagingExtensions
{
    /// <summary>The name of the connection string.</summary>
    public const string ConnectionName = "messaging";

    private const string ModulesKey = "ArchOpt.Messaging";

    /// <summary>Registers consumers and the endpoints they listen on. Call it any time before <see cref="AddMessaging"/>.</summary>
    public static void AddMessagingModule(
        this IHostApplicationBuilder builder,
        Action<IBusRegistrationConfigurator> register,
        params ReadOnlySpan<MessagingEndpoint> endpoints)
    {
        var modules = Modules(builder);
        modules.Registrations.Add(register);
        modules.Endpoints.AddRange(endpoints);
    }

    /// <summary>Starts the bus with the application. Call it once, after the modules.</summary>
    /// <exception cref="WrongConfigurationException">The connection string is not an amqp or amqps URI.</exception>
    public static void AddMessaging(this IHostApplicationBuilder builder)
    {
        var modules = Modules(builder);
        var broker = BrokerAddress.From(builder.Configuration.GetConnectionString(ConnectionName));
        builder.Services.AddSingleton(new Transport(broker));
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddHostedService<BusWatch>();
        builder.Services.AddOptions<MassTransitHostOptions>().Configure(options =>
        {
            options.WaitUntilStarted = false; // a service answers /alive while it waits for its broker
            options.StopTimeout = TimeSpan.FromSeconds(10);
        });
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry(); // nobody's search is anybody else's business
            foreach (var register in modules.Registrations) register(bus);
            if (broker is null) bus.UsingInMemory((context, configurator) => ConfigureInMemory(context, configurator, modules));
            else bus.UsingRabbitMq((context, configurator) => ConfigureRabbitMq(context, configurator, modules, broker));
        });
    }

    private static void ConfigureInMemory(IBusRegistrationContext context, IInMemoryBusFactoryConfigurator bus, MessagingModules modules)
    {
        bus.ConfigureJsonSerializerOptions(JsonDefaults.Apply);
        foreach (var endpoint in modules.Endpoints)
            bus.ReceiveEndpoint(endpoint.Queue, receive => Configure(context, receive, endpoint));
    }

    private static void ConfigureRabbitMq(IBusRegistrationContext context, IRabbitMqBusFactoryConfigurator bus, MessagingModules modules, BrokerAddress broker)
    {
        bus.ConfigureJsonSerializerOptions(JsonDefaults.Apply);
        bus.Host(broker.Uri, host =>
        {
            host.Username(broker.User);
            host.Password(broker.Password);
            if (broker.IsEncrypted)
            {
                host.UseSsl(tls =>
                {
                    tls.Protocol = SslProtocols.None; // the system chooses the version
                    tls.EnforcePolicyErrors(~SslPolicyErrors.None); // left to itself, the bus takes a certificate of any authority
                });
            }

            host.PublisherConfirmation = true; // a publish has happened when the broker says so, not before
        });
        foreach (var endpoint in modules.Endpoints)
        {
            if (endpoint.Temporary)
            {
                var definition = new TemporaryEndpointDefinition(tag: endpoint.Queue);
                bus.ReceiveEndpoint(definition, DefaultEndpointNameFormatter.Instance, receive => Configure(context, receive, endpoint));
            }
            else
            {
                bus.ReceiveEndpoint(endpoint.Queue, receive =>
                {
                    receive.Durable = true;
                    receive.AutoDelete = false;
                    Configure(context, receive, endpoint);
                });
            }
        }
    }

    private static void Configure(IBusRegistrationContext context, IReceiveEndpointConfigurator receive, MessagingEndpoint endpoint)
    {
        receive.PrefetchCount = Math.Max(endpoint.Prefetch, endpoint.Concurrency);
        receive.ConcurrentMessageLimit = endpoint.Concurrency;
        endpoint.Configure(context, receive);
    }

    private static MessagingModules Modules(IHostApplicationBuilder builder)
    {
        if (!builder.Properties.TryGetValue(ModulesKey, out var modules))
            builder.Properties[ModulesKey] = modules = new MessagingModules([], []);
        return (MessagingModules)modules;
    }

    private sealed record MessagingModules(List<Action<IBusRegistrationConfigurator>> Registrations, List<MessagingEndpoint> Endpoints);
}
