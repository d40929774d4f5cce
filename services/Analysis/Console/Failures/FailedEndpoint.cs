using System.Collections.Immutable;
using System.Globalization;
using ArchOpt.Analysis.Console.Live;
using ArchOpt.Analysis.Console.Operator;

namespace ArchOpt.Analysis.Console.Failures;

/// <summary>Failed trials as they come and go.</summary>
internal static class FailedEndpoint
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    public static void MapFailed(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/console/failed/live", (HttpContext http, int? page) => Send(http, null, page ?? 1)).ExcludeFromDescription();
        routes.MapGet("/console/studies/{study}/failed/live", (HttpContext http, string study, int? page) => Send(http, study, page ?? 1)).ExcludeFromDescription();
    }

    /// <param name="study">Null for all studies.</param>
    public static string Url(string? study, int page) => string.Create(CultureInfo.InvariantCulture, $"{ConsoleUrls.Failed(study)}/live?page={page}");

    private static IResult Send(HttpContext http, string? study, int page)
    {
        var services = http.RequestServices;
        var key = services.GetRequiredService<OperatorKeys>().Of(http);
        var (scopes, renderer, time) = (services.GetRequiredService<IServiceScopeFactory>(), services.GetRequiredService<PartRenderer>(), services.GetRequiredService<TimeProvider>());
        return LiveStream.Send(http, () => services.GetRequiredService<LiveChannels>().Join(Url(study, page), () => new PolledSource(Every, time, async cancellationToken =>
        {
            await using var scope = scopes.CreateAsyncScope();
            var list = await scope.ServiceProvider.GetRequiredService<FailedListing>().GetAsync(study, key, cancellationToken);
            var groups = new Dictionary<string, object?> { [nameof(FailedGroups.List)] = list, [nameof(FailedGroups.Page)] = page };
            var parts = ImmutableArray.Create(await renderer.RenderAsync<FailedGroups>("failed", groups));
            return study is null && list.Failed is { } failed
                ? parts.Add(await renderer.RenderAsync<StrayMessages>("strays", new Dictionary<string, object?> { [nameof(StrayMessages.Failed)] = failed }))
                : parts;
        })));
    }
}
