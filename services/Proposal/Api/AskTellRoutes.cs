using System.Collections.Immutable;
using ArchOpt.Contracts.Http;
using ArchOpt.Proposal.Running;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Proposal.Api;

/// <summary>Ask and tell: a study whose evaluator is <c>external</c> is driven from outside.</summary>
internal static class AskTellRoutes
{
    public static void MapAskTell(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/studies/{study}").WithTags("Ask and tell");
        group.MapPost("/ask", AskAsync).WithSummary("Hand out configurations to evaluate; fewer than asked for when the budget ends.")
            .Produces<ImmutableArray<AskedTrial>>().ProducesValidationProblem().ProducesProblem(404).ProducesProblem(409);
        group.MapPost("/trials/{number:long}/tell", TellAsync).WithSummary("Report a result; telling the same again changes nothing.")
            .Produces<ToldTrial>().ProducesValidationProblem().ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<ImmutableArray<AskedTrial>> AskAsync(string study, StudyCommands commands, CancellationToken token, AskRequest? request = null)
    {
        request ??= new AskRequest();
        Validation.Check(request);
        var (_, reply) = await commands.AskAsync(study, new StudyEvent.Asked(request.Count), token);
        return [.. ((EventReply.Trials)reply).Items.Select(t => new AskedTrial(t.Number, t.Current.Number, t.Configuration))];
    }

    private static async Task<ToldTrial> TellAsync(
        string study, long number, TellRequest request, StudyViews views, StudyDefinitions definitions, StudyCommands commands, CancellationToken token)
    {
        Validation.Check(request);
        var record = await views.FindAsync(study, token);
        var definition = definitions.Read(record);
        if (definition.Evaluator.Name != EvaluatorReference.External)
            throw InputException.Conflict($"study: '{study}' is run by the evaluator '{definition.Evaluator.Name}'; tell needs the evaluator 'external'.");
        var (_, reply) = await commands.AskAsync(study, Result(definition, number, request), token);
        return reply is EventReply.Told told
            ? new ToldTrial(told.Trial.Number, told.Trial.Current.Number, told.Trial.State, told.Superseded)
            : throw new InputException(404, $"There is no trial {number} in study '{study}'.");
    }

    private static StudyEvent.AttemptFinished Result(StudyDefinition study, long number, TellRequest request)
    {
        var metrics = request.Metrics ?? ImmutableSortedDictionary<string, double>.Empty;
        var values = request.Values ?? (request.Value is { } value ? [value] : []);
        if ((request.Values is not null || values.Length > 0) && values.Length != study.Objectives.Length)
            throw InputException.Invalid("values", $"must hold one value per objective: {study.Objectives.Length} (was {values.Length})");
        for (var i = 0; i < values.Length; i++) metrics = metrics.SetItem(study.Objectives[i].Metric, values[i]);
        var state = request.State is null ? TrialState.Completed : Enum.Parse<TrialState>(request.State, ignoreCase: true);
        var missing = study.Objectives.FirstOrDefault(o => !metrics.ContainsKey(o.Metric));
        if (state == TrialState.Completed && missing is not null)
            throw InputException.Invalid("value", $"must be given, as value, values or metrics.{missing.Metric}, unless state is failed or infeasible");
        return new StudyEvent.AttemptFinished(number, request.Attempt, state, metrics, Worker: null, Started: null, DurationSeconds: null, request.Error);
    }
}
