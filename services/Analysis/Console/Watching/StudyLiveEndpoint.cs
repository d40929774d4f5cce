using ArchOpt.Analysis.Console.Live;
using ArchOpt.Analysis.Console.Operator;
using ArchOpt.Storage;

namespace ArchOpt.Analysis.Console.Watching;

/// <summary>The events of a study's page.</summary>
internal static class StudyLiveEndpoint
{
    public static string Url(string study) => ConsoleUrls.Study(study) + "/live";

    public static void MapStudyLive(this IEndpointRouteBuilder routes) => routes.MapGet("/console/studies/{study}/live", StreamAsync).ExcludeFromDescription();

    private static async Task<IResult> StreamAsync(string study, HttpContext http, IStudyStore store, LiveChannels channels, OperatorKeys keys, CancellationToken cancellationToken)
    {
        var record = await store.GetStudyAsync(study, cancellationToken);
        var (key, services) = (keys.Of(http), http.RequestServices.GetRequiredService<IHost>().Services);
        // By its id: a study that is deleted and created anew is another one.
        return LiveStream.Send(http, () => channels.Join("study " + record.Id, () => new StudyLiveSource(record, key, services)));
    }
}
