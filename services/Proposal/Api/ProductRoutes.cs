using ArchOpt.Contracts;
using ArchOpt.Contracts.Http;
using ArchOpt.Proposal.Fleet;
using ArchOpt.Proposal.Messaging;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.ServiceDefaults.Messaging;

namespace ArchOpt.Proposal.Api;

/// <summary>What a client needs to find its way from one URL, and the fleet.</summary>
internal static class ProductRoutes
{
    public const string Product = "ArchOpt";

    /// <param name="routes">The application.</param>
    /// <param name="embedded">All services run in this process, so Analysis is here too.</param>
    public static void MapProduct(this IEndpointRouteBuilder routes, bool embedded)
    {
        var version = typeof(ProductRoutes).Assembly.GetName().Version?.ToString(3) ?? "0";
        routes.MapGet("/", (HttpRequest request, IConfiguration configuration) => new ProductView(
            Product,
            version,
            embedded ? $"{request.Scheme}://{request.Host}" : configuration["services:analysis:http:0"],
            embedded)).WithSummary("The product, its version and where Analysis is.");
        routes.MapGet("/workers", (FleetViews fleet, CancellationToken token) => fleet.ListAsync(token)).WithTags("Workers").WithSummary("The fleet, as its heartbeats tell.");
        routes.MapPost("/workers/{worker}/drain", DrainAsync).WithTags("Workers")
            .WithSummary("Have a worker finish what it runs and take no more; starting it anew ends that.").ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<WorkerView> DrainAsync(string worker, WorkerFleet fleet, TrialDispatcher dispatcher, Transport transport)
    {
        var view = fleet.View().FirstOrDefault(seen => seen.Worker == worker) ?? throw InputException.NotFound("worker", worker);
        if (!view.Alive) throw InputException.Conflict($"worker: '{worker}' is silent; it was last heard of at {view.LastHeartbeat:u}.");
        if (transport.IsVolatile) throw InputException.Conflict($"worker: '{worker}' is part of this process; stop the process, or pause its studies.");
        await dispatcher.PublishAsync(new DrainWorker { Worker = worker });
        return view;
    }
}
