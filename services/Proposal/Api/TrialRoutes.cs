using System.Collections.Immutable;
using ArchOpt.Contracts.Http;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;
using ArchOpt.Proposal.Running;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Storage;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Proposal.Api;

/// <summary>Trials over HTTP: pages, one, the best, and explicit configurations to run next.</summary>
internal static class TrialRoutes
{
    public static void MapTrials(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/studies/{study}").WithTags("Trials");
        group.MapGet("/trials", PageAsync).WithSummary("Trials in number order; pass `next` as `after` for the following page.")
            .Produces<TrialPage>().ProducesValidationProblem().ProducesProblem(404);
        group.MapGet("/trials/{number:long}", async (string study, long number, StudyViews views, CancellationToken token) =>
            await views.TrialAsync(await views.FindAsync(study, token), number, token))
            .WithSummary("One trial with its attempts and learning curve.").ProducesProblem(404);
        group.MapGet("/best", BestAsync).WithSummary("The leading feasible trials, best first.")
            .Produces<ImmutableArray<BestView>>().ProducesValidationProblem().ProducesProblem(404);
        group.MapGet("/recommendation", async (string study, StudyViews views, StudyRecommendation recommendation, CancellationToken token) =>
            await recommendation.RecommendAsync(await views.FindAsync(study, token), token))
            .WithSummary("The tried configuration that a model of all results expects to be best: what to use when runs are noisy.").ProducesProblem(404);
        group.MapGet("/pareto", async (string study, StudyViews views, CancellationToken token) =>
            await views.FrontAsync(await views.FindAsync(study, token), token))
            .WithSummary("The feasible configurations that no other dominates, best first in the first objective.").ProducesProblem(404);
        group.MapPost("/trials", EnqueueAsync).WithSummary("Run these configurations before any other.")
            .Produces<EnqueuedTrials>().ProducesValidationProblem().ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<TrialPage> PageAsync(
        string study, StudyViews views, IStudyStore store, CancellationToken token, string? state = null, long after = -1, int limit = 100)
    {
        Validation.Check(new TrialPageRequest(state, after, limit));
        var record = await views.FindAsync(study, token);
        var query = new TrialQuery(after, limit + 1, state is null ? null : Enum.Parse<TrialState>(state, ignoreCase: true));
        var trials = new List<TrialView>(limit + 1);
        await foreach (var trial in store.ReadTrialsAsync(record.Id, query, token)) trials.Add(trial.ToView());
        return trials.Count <= limit
            ? new TrialPage([.. trials], null)
            : new TrialPage([.. trials.Take(limit)], trials[limit - 1].Number);
    }

    private static async Task<ImmutableArray<BestView>> BestAsync(string study, StudyViews views, CancellationToken token, int top = 1)
    {
        Validation.Check(new BestRequest(top));
        return await views.TopAsync(await views.FindAsync(study, token), top, token);
    }

    private static async Task<EnqueuedTrials> EnqueueAsync(
        string study, EnqueueRequest request, StudyViews views, StudyDefinitions definitions, StudyCommands commands, CancellationToken token)
    {
        Validation.Check(request);
        var definition = definitions.Read(await views.FindAsync(study, token));
        var configurations = request.Configurations.Select(definition.Space.Complete).ToImmutableArray();
        CheckInSpace(definition, configurations);
        var (_, reply) = await commands.AskAsync(study, new StudyEvent.Enqueued(configurations), token);
        return new EnqueuedTrials([.. ((EventReply.Trials)reply).Items.Select(t => t.Number)]);
    }

    private static void CheckInSpace(StudyDefinition study, ImmutableArray<Configuration> configurations)
    {
        var errors = configurations
            .SelectMany((configuration, i) => ConfigurationValidation.Check(study.Space, configuration)
                .Select(e => (Path: $"configurations[{i}].{e.Path}".TrimEnd('.'), e.Message)))
            .GroupBy(e => e.Path)
            .ToImmutableSortedDictionary(g => g.Key, g => g.Select(e => e.Message).ToArray());
        if (errors.Count > 0) throw new InputException(400, "The configurations are not in the study's space.", errors);
    }
}
