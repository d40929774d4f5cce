using System.Globalization;
using ArchOpt.Analysis.Console.SignIn;
using ArchOpt.Contracts.Http;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Storage;
using ArchOpt.Studies.Trials;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace ArchOpt.Analysis.Live;

/// <summary>GET /studies/{study}/events.</summary>
internal static class EventsEndpoint
{
    public static void MapEvents(this IEndpointRouteBuilder routes) => routes.MapGet("/studies/{study}/events", StreamAsync)
        .WithMetadata(new LinkedFromConsole())
        .WithName("StudyEvents")
        .WithTags("Analysis")
        .WithSummary("A study as it happens, as server-sent events; begins now, or after Last-Event-ID, or with from=start at the beginning.")
        .WithDescription(
            $"Types: `{StudyEventTypes.Observation}` (its id is the sequence number), `{StudyEventTypes.Status}`, `{StudyEventTypes.Started}`, "
            + $"`{StudyEventTypes.Progress}`, `{StudyEventTypes.Worker}`, `{StudyEventTypes.Search}` (mode, stagnation and group of a "
            + $"search that describes itself, at the beginning and when they change), `{StudyEventTypes.Ping}` every 15 s of silence, and `{StudyEventTypes.End}` when the study "
            + "has ended and everything was sent. Observations are neither lost nor repeated over a reconnection that presents the last "
            + "id, as the header `Last-Event-ID` (which wins) or as `lastEventId`; the other types are not repeated.")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<ServerSentEventsResult<string>> StreamAsync(
        string study,
        [FromHeader(Name = "Last-Event-ID")] string? lastEventIdHeader,
        string? lastEventId,
        string? from,
        HttpContext http,
        IStudyStore store,
        StudyStreams streams,
        ImprovementIndex improvements,
        CancellationToken cancellationToken)
    {
        if (from is not (null or "now" or "start")) throw InputException.Invalid("from", $"must be now or start (was '{from}').");
        var record = await store.GetStudyAsync(study, cancellationToken);
        // A browser presents the header when it reconnects, and the query of its first call again.
        var after = !string.IsNullOrEmpty(lastEventIdHeader) ? await ResumeAsync("Last-Event-ID", lastEventIdHeader)
            : lastEventId is not null ? await ResumeAsync("lastEventId", lastEventId)
            : from == "start" ? 0
            : await improvements.LastSequenceAsync(record, cancellationToken);
        http.Response.Headers["X-Accel-Buffering"] = "no"; // reverse proxies must pass each event on at once
        return TypedResults.ServerSentEvents(streams.ReadAsync(record, after, cancellationToken));

        async Task<long> ResumeAsync(string field, string text)
        {
            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
                throw InputException.Invalid(field, $"must be the id of an observation event, a whole number from 0 (was '{text}').");
            if (sequence > 0 && !await ExistsAsync(store, record, sequence, cancellationToken))
                throw InputException.Invalid(field, $"must be the id of an observation that this study has (was '{text}'); was the study created anew?");
            return sequence;
        }
    }

    private static async Task<bool> ExistsAsync(IStudyStore store, StudyRecord study, long sequence, CancellationToken cancellationToken)
    {
        await foreach (var observed in store.ReadObservationsAsync(study.Id, sequence - 1, cancellationToken))
            return observed.Attempt.Sequence == sequence;
        return false;
    }
}
