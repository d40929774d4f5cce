using System.Collections.Immutable;
using ArchOpt.Analysis.Console.Live;
using ArchOpt.Storage;

namespace ArchOpt.Analysis.Console.Insights;

/// <summary>The insight into a study as it becomes ready.</summary>
internal static class InsightEndpoint
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    public static void MapInsight(this IEndpointRouteBuilder routes) => routes.MapGet("/console/studies/{study}/insight/live", SendAsync).ExcludeFromDescription();

    public static string Url(string study) => ConsoleUrls.Insight(study) + "/live";

    private static async Task<IResult> SendAsync(HttpContext http, string study, IStudyStore store, InsightBoard board, LiveChannels channels, PartRenderer renderer, TimeProvider time, CancellationToken cancellationToken)
    {
        var id = (await store.GetStudyAsync(study, cancellationToken)).Id;
        return LiveStream.Send(http, () => channels.Join($"insight {id}", () => new PolledSource(Every, time, Render(id, store, board, renderer))));
    }

    private static Func<CancellationToken, Task<ImmutableArray<LivePart>>> Render(string id, IStudyStore store, InsightBoard board, PartRenderer renderer)
    {
        InsightPicture? drawn = null;
        ImmutableArray<LivePart> chapters = [];
        return async cancellationToken =>
        {
            // What is on the page of a study that was deleted stays as it is.
            if (await store.FindStudyByIdAsync(id, cancellationToken) is not { } record) return [];
            var state = await board.LookAsync(record, anew: false, cancellationToken);
            if (state.Picture is { } picture && picture != drawn) (drawn, chapters) = (picture, await RenderAsync(picture, renderer));
            return [await renderer.RenderAsync<InsightStatus>("insight-status", new Dictionary<string, object?> { [nameof(InsightStatus.State)] = state }), .. chapters];
        };
    }

    private static async Task<ImmutableArray<LivePart>> RenderAsync(InsightPicture picture, PartRenderer renderer)
    {
        var parts = ImmutableArray.CreateBuilder<LivePart>();
        foreach (var chapter in picture.Chapters)
        {
            parts.Add(await renderer.RenderAsync<InsightSection>(chapter.Id, new Dictionary<string, object?>
            {
                [nameof(InsightSection.Id)] = chapter.Id,
                [nameof(InsightSection.Title)] = chapter.Title,
                [nameof(InsightSection.Chapter)] = chapter,
            }));
        }

        return parts.ToImmutable();
    }
}
