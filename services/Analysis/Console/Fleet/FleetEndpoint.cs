using ArchOpt.Analysis.Console.Live;
using ArchOpt.Analysis.Console.Operator;

namespace ArchOpt.Analysis.Console.Fleet;

/// <summary>The workers as they come, work and go.</summary>
internal static class FleetEndpoint
{
    public const string Route = "/console/workers/live";

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    public static void MapFleet(this IEndpointRouteBuilder routes) => routes.MapGet(Route, Send).ExcludeFromDescription();

    private static IResult Send(HttpContext http, LiveChannels channels, IServiceScopeFactory scopes, PartRenderer renderer, OperatorKeys keys, TimeProvider time)
    {
        var key = keys.Of(http);
        return LiveStream.Send(http, () => channels.Join(Route, () => new PolledSource(Every, time, async cancellationToken =>
        {
            await using var scope = scopes.CreateAsyncScope();
            var fleet = await scope.ServiceProvider.GetRequiredService<FleetListing>().GetAsync(key, cancellationToken);
            return [await renderer.RenderAsync<WorkerTable>("workers", new Dictionary<string, object?> { [nameof(WorkerTable.Fleet)] = fleet })];
        })));
    }
}
