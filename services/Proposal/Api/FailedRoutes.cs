using ArchOpt.Contracts.Http;
using ArchOpt.Proposal.Replaying;
using ArchOpt.Storage;

namespace ArchOpt.Proposal.Api;

/// <summary>Failed trials over HTTP: what failed and why, and putting it back.</summary>
internal static class FailedRoutes
{
    public static void MapFailed(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/failed").WithTags("Failed trials");
        group.MapGet("/", ListAsync).WithSummary("Failed trials by study and cause, and messages that nobody could handle.").ProducesProblem(404);
        group.MapPost("/replay", (ReplayRequest request, StudyReplay replay, CancellationToken token) => Checked(request, () => replay.ReplayAsync(request, token)))
            .WithSummary("Run failed trials again: the same trials, their next attempts; safe to repeat.")
            .ProducesValidationProblem().ProducesProblem(404).ProducesProblem(409);
        group.MapPost("/discard", async (DiscardRequest request, StrayMessages strays, TrialDiscards trials, CancellationToken token) =>
            {
                Validation.Check(request);
                return request.Study is { } study
                    ? await trials.DiscardAsync(study, request.Trials, request.Reason!, token)
                    : new DiscardView(await strays.DiscardAsync(request.Messages, request.Reason!, token));
            })
            .WithSummary("Give failed trials of a study up, or remove messages that nobody could handle; safe to repeat.")
            .ProducesValidationProblem().ProducesProblem(404).ProducesProblem(409);
    }

    private static Task<ReplayView> Checked(ReplayRequest request, Func<Task<ReplayView>> replay)
    {
        Validation.Check(request);
        return replay();
    }

    private static async Task<FailedView> ListAsync(
        StudyViews views, FailedTrials failed, StrayMessages strays, IStudyStore store, CancellationToken token, string? study = null)
    {
        var records = study is null ? await store.ListStudiesAsync(token) : [await views.FindAsync(study, token)];
        var (groups, discarded) = await failed.GroupAsync(records, token);
        var (messages, unread) = study is null ? await strays.ListAsync(token) : ([], null); // a stray message is no study's
        return new FailedView { Groups = groups, Discarded = discarded, Messages = messages, MessagesUnread = unread };
    }
}
