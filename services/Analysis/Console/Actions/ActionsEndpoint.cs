using ArchOpt.Analysis.Console.Layout;
using ArchOpt.Analysis.Console.Operator;
using ArchOpt.Analysis.Console.Parts;
using ArchOpt.ServiceDefaults.Http;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ArchOpt.Analysis.Console.Actions;

/// <summary>Carries out what was asked for by a form of a study's page, and goes back to that page, which says what came of it.</summary>
internal static class ActionsEndpoint
{
    private const string Route = "/console/studies/{study}/actions/{action}";

    public static void MapStudyActions(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Route, ActAsync).WithMetadata(new RequireAntiforgeryTokenAttribute()).ExcludeFromDescription();
        // Who reloads, or comes back from signing in, is where the form was.
        routes.MapGet(Route, (string study, string action) => TypedResults.Redirect(ConsoleUrls.Study(study))).ExcludeFromDescription();
    }

    private static async Task<IResult> ActAsync(
        string study, string action, HttpContext http, ProposalClient proposal, ProposalWords words, PassedNotices notices, OperatorKeys keys, CancellationToken cancellationToken)
    {
        if (http.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: true }) return new RazorComponentResult<ConsoleApp>();
        if (StudyAction.All.FirstOrDefault(known => known.Name == action) is not { } asked) throw InputException.NotFound("action", action);
        var (kind, text) = (NoticeKind.Done, asked.Done);
        try
        {
            await proposal.ActAsync(study, asked.Name, keys.Of(http), cancellationToken);
        }
        catch (Exception e) when (e is ServerRefusedException or ProposalUnreachableException)
        {
            (kind, text) = (NoticeKind.Trouble, $"{asked.Undone} {e.Message}");
        }

        words.Forget(study);
        var page = ConsoleUrls.Study(study);
        notices.Pass(http, Uri.UnescapeDataString(page), kind, text);
        http.SeeOther(page);
        return TypedResults.Empty;
    }
}
