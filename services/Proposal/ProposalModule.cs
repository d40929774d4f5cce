using System.Diagnostics.Metrics;
using ArchOpt.Contracts;
using ArchOpt.Proposal.Api;
using ArchOpt.Proposal.Fleet;
using ArchOpt.Proposal.Importing;
using ArchOpt.Proposal.Messaging;
using ArchOpt.Proposal.Replaying;
using ArchOpt.Proposal.Running;
using ArchOpt.ServiceDefaults.Messaging;
using ArchOpt.Storage;
using MassTransit;
using Microsoft.AspNetCore.Diagnostics;

namespace ArchOpt.Proposal;

/// <summary>The service that owns studies, decides the next trial and publishes it; hosted alone or with the others in one process.</summary>
public static class ProposalModule
{
    private const int ResultsInHand = 512;

    /// <summary>Registers the service. Call AddMessaging after all modules.</summary>
    public static IHostApplicationBuilder AddProposal(this IHostApplicationBuilder builder)
    {
        builder.AddStudyStore();
        var services = builder.Services;
        services.AddOptions<ProposalOptions>().BindConfiguration(ProposalOptions.Section)
            .Validate(o => o.Lease > TimeSpan.Zero, "Proposal:Lease must be > 0.")
            .Validate(o => o.ReaperInterval > TimeSpan.Zero, "Proposal:ReaperInterval must be > 0.")
            .Validate(o => o.WarmUp >= TimeSpan.Zero, "Proposal:WarmUp must be >= 0.")
            .ValidateOnStart();
        services.AddSingleton<ProposalMetrics>();
        services.AddSingleton<StoreTrouble>();
        services.AddHealthChecks().AddCheck<StoreTrouble>("writes");
        services.Insert(0, ServiceDescriptor.Singleton<IExceptionHandler, StoreExceptionHandler>()); // before the one that handles everything
        services.AddSingleton<StudyDefinitions>();
        services.AddSingleton<StudyLoader>();
        services.AddSingleton<StoredSnapshots>();
        services.AddSingleton<DecisionWriter>();
        services.AddSingleton<DecisionEffects>();
        services.AddSingleton<StudyFigures>();
        services.AddSingleton<TrialJournal>();
        services.AddSingleton<TrialDispatcher>();
        services.AddSingleton<StudyNotifier>();
        services.AddSingleton<CurveWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<CurveWriter>());
        services.AddSingleton<StudyRegistry>();
        services.AddSingleton<StudyViews>();
        services.AddSingleton<StudyRecommendation>();
        services.AddSingleton<StudyCreation>();
        services.AddSingleton<StudyCommands>();
        services.AddSingleton<StudyVerifier>();
        services.AddSingleton<ImportTurns>();
        services.AddSingleton<ImportTargets>();
        services.AddSingleton<StudyImport>();
        services.AddSingleton<FailedTrials>();
        services.AddSingleton<SettingsEdits>();
        services.AddSingleton<FleetViews>();
        services.AddSingleton<TrialDiscards>();
        services.AddSingleton<StrayMessages>();
        services.AddSingleton<StudyReplay>();
        services.AddSingleton<ReplaySweep>();
        services.AddHostedService(provider => provider.GetRequiredService<ReplaySweep>());
        services.AddSingleton<IErrorQueues>(provider => provider.GetRequiredService<Transport>().Broker is { } broker
            ? new RabbitMqErrorQueues(broker)
            : new NoErrorQueues());
        services.AddSingleton<WorkerFleet>();
        services.AddSingleton<WorkerShortage>();
        services.AddSingleton<IQueueDepth>(provider => new WatchedQueues(
            provider.GetRequiredService<Transport>().Broker is { } broker ? new RabbitMqQueueDepth(broker) : new InMemoryQueueDepth(),
            provider.GetRequiredService<IMeterFactory>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<StudyStartup>();
        services.AddHostedService<LeaseReaper>();
        builder.AddMessagingModule(
            bus =>
            {
                bus.AddConsumer<ResultConsumer>();
                bus.AddConsumer<ClaimConsumer>();
                bus.AddConsumer<HeartbeatConsumer>();
            },
            new MessagingEndpoint(Queues.Results, Temporary: false, ResultsInHand, ResultsInHand, Consume<ResultConsumer>),
            new MessagingEndpoint(Queues.Claims, Temporary: false, 64, 64, Consume<ClaimConsumer>),
            new MessagingEndpoint("archopt-fleet", Temporary: true, 1, 64, (context, endpoint) => endpoint.ConfigureConsumer<HeartbeatConsumer>(context)));
        return builder;
    }

    private static void Consume<TConsumer>(IBusRegistrationContext context, IReceiveEndpointConfigurator endpoint)
        where TConsumer : class, IConsumer => endpoint.ConfigureConsumer<TConsumer>(context);

    /// <summary>Maps the routes.</summary>
    /// <param name="app">The application.</param>
    /// <param name="embedded">Analysis is hosted in this process too.</param>
    public static WebApplication MapProposal(this WebApplication app, bool embedded = false)
    {
        app.MapProduct(embedded);
        app.MapStudies();
        app.MapTrials();
        app.MapAskTell();
        app.MapImport();
        app.MapFailed();
        return app;
    }
}
