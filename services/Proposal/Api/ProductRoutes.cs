using ArchOpt.Contracts.Http;
using ArchOpt.Proposal.Fleet;

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
        routes.MapGet("/workers", (WorkerFleet fleet) => fleet.View()).WithTags("Workers").WithSummary("The fleet, as its heartbeats tell.");
    }
}
