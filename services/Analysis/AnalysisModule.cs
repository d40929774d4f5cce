using System.Reflection;
using ArchOpt.Analysis.Console;
using ArchOpt.Analysis.Export;
using ArchOpt.Analysis.Indexing;
using ArchOpt.Analysis.Live;
using ArchOpt.Analysis.Reporting;
using ArchOpt.Analysis.Supplement;
using ArchOpt.Contracts.Http;
using ArchOpt.ServiceDefaults.Messaging;
using ArchOpt.Storage;
using MassTransit;

namespace ArchOpt.Analysis;

/// <summary>Analysis as a module: it reads the store, never writes it, and serves events and exports.</summary>
public static class AnalysisModule
{
    /// <summary>Call it before AddMessaging; reads the connection string <c>archopt</c>, for example <c>sqlite:.archopt</c>. It shares the process's store with Proposal when both are there.</summary>
    public static IHostApplicationBuilder AddAnalysis(this IHostApplicationBuilder builder)
    {
        builder.AddStudyStore();
        builder.Services.AddSingleton<StudyFeed>();
        builder.Services.AddSingleton<ImprovementIndex>();
        builder.Services.AddSingleton<StudyStreams>();
        builder.Services.AddSingleton<StudyAnalyses>();
        builder.Services.AddSingleton<TrialIndexes>();
        builder.AddConsole();
        builder.AddMessagingModule(
            bus => bus.AddConsumer<FeedConsumer>(),
            // One at a time keeps the steps of a learning curve in order; none of them takes long.
            new MessagingEndpoint("archopt-analysis", Temporary: true, Concurrency: 1, Prefetch: 64, (context, endpoint) => endpoint.ConfigureConsumer<FeedConsumer>(context)));
        return builder;
    }

    /// <summary>The routes of Analysis.</summary>
    /// <param name="ownsRoot">Whether GET / is Analysis' own; false where Proposal lives in the same process.</param>
    public static WebApplication MapAnalysis(this WebApplication app, bool ownsRoot = false)
    {
        app.MapEvents();
        app.MapExport();
        app.MapReports();
        app.MapSupplement();
        app.MapConsole();
        if (ownsRoot)
        {
            app.MapGet("/", () => new ProductView("ArchOpt Analysis", Version, Analysis: null, Embedded: false))
                .WithName("Product").WithTags("Analysis").WithSummary("What listens here, and its version.");
        }

        return app;
    }

    private static string Version =>
        typeof(AnalysisModule).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
}
