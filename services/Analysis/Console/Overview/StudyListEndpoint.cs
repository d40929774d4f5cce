using ArchOpt.Analysis.Console.Live;
using ArchOpt.Analysis.Console.Operator;

namespace ArchOpt.Analysis.Console.Overview;

/// <summary>The list of studies as it changes.</summary>
internal static class StudyListEndpoint
{
    public const string Route = "/console/live";

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    public static void MapStudyList(this IEndpointRouteBuilder routes) => routes.MapGet(Route, Send).ExcludeFromDescription();

    private static IResult Send(HttpContext http, LiveChannels channels, IServiceScopeFactory scopes, PartRenderer renderer, OperatorKeys keys, TimeProvider time)
    {
        var query = StudyListQuery.Of(http.Request.Query);
        var key = keys.Of(http);
        return LiveStream.Send(http, () => channels.Join(query.ToUrl(Route), () => new PolledSource(Every, time, async cancellationToken =>
        {
            await using var scope = scopes.CreateAsyncScope();
            var list = await scope.ServiceProvider.GetRequiredService<StudyListing>().GetAsync(query, key, cancellationToken);
            return [await renderer.RenderAsync<StudyTable>("studies", new Dictionary<string, object?> { [nameof(StudyTable.List)] = list })];
        })));
    }
}
