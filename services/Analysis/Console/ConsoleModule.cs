using ArchOpt.Analysis.Console.Actions;
using ArchOpt.Analysis.Console.Assets;
using ArchOpt.Analysis.Console.Failures;
using ArchOpt.Analysis.Console.Fleet;
using ArchOpt.Analysis.Console.Insights;
using ArchOpt.Analysis.Console.Layout;
using ArchOpt.Analysis.Console.Live;
using ArchOpt.Analysis.Console.Operator;
using ArchOpt.Analysis.Console.Overview;
using ArchOpt.Analysis.Console.SignIn;
using ArchOpt.Analysis.Console.Watching;
using ArchOpt.ServiceDefaults.Http;
using Radzen;

namespace ArchOpt.Analysis.Console;

/// <summary>The console: what an operator looks at, under <c>/console</c>. Rendered on the server; it needs no internet and no script.</summary>
internal static class ConsoleModule
{
    public static void AddConsole(this IHostApplicationBuilder builder)
    {
        builder.Services.AddRazorComponents();
        builder.Services.AddRadzenComponents();
        builder.Services.AddSingleton<ProposalAddress>();
        builder.Services.AddHttpClient<ProposalClient>(http => http.Timeout = TimeSpan.FromSeconds(10)).RemoveAllLoggers();
        builder.Services.AddSingleton<KeyCookie>();
        builder.Services.AddSingleton<IKeyPresentation, BrowserKeys>();
        builder.Services.AddSingleton<OperatorKeys>();
        builder.Services.AddTransient<StudyListing>();
        builder.Services.AddTransient<FleetListing>();
        builder.Services.AddSingleton<InsightBoard>();
        builder.Services.AddTransient<FailedListing>();
        builder.Services.AddSingleton<LiveChannels>();
        builder.Services.AddSingleton<PartRenderer>();
        builder.Services.AddSingleton<ProposalWords>();
        builder.Services.AddSingleton<BrokerHealth>();
        builder.Services.AddSingleton<TrialSteps>();
        builder.Services.AddSingleton<StudyLooking>();
        builder.Services.AddSingleton<PassedNotices>();
        // Its keys protect forms for a day and API keys in cookies; where a container has no place for them, one signs in again after a restart.
        builder.Services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error));
        // It warns of every study that is not there; what deserves a line in the log gets it from the error page.
        builder.Services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.Components.Web.ErrorBoundary", LogLevel.None));
    }

    public static void MapConsole(this WebApplication app)
    {
        app.Use(PagePolicy.ApplyAsync);
        app.UseAntiforgery();
        app.Use(PageInstead.RefuseStaleForms);
        app.Use(StudyLinks.Follow);
        app.MapAssets();
        app.MapStudyList();
        app.MapFleet();
        app.MapInsight();
        app.MapFailed();
        app.MapStudyLive();
        app.MapStudyActions();
        app.MapRazorComponents<ConsoleApp>();
    }
}
