using System.Text;
using ArchOpt.Analysis.Console.SignIn;
using ArchOpt.Analysis.Reporting;
using ArchOpt.Contracts.Http;
using ArchOpt.Insight.Supplement;
using ArchOpt.Search.Spaces;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Storage;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Supplement;

/// <summary>GET /studies/{study}/supplement.</summary>
internal static class SupplementEndpoint
{
    private const int MostFineTuned = 50;
    private const int MostCombined = 100;
    private const int MostParallel = 10_000;

    public static void MapSupplement(this IEndpointRouteBuilder routes) => routes.MapGet("/studies/{study}/supplement", GetAsync)
        .WithMetadata(new LinkedFromConsole())
        .WithName("ProposeSupplement")
        .WithTags("Analysis")
        .WithSummary("Which trials to run next: phases and sets with reasons and expected outcomes; json, or yaml: a study file that runs them.")
        .WithDescription(
            "widen: also values outside of the space (by default only for imported trials, whose space was inferred); fineTuned: how many parameters are tuned one at a time; "
            + "combined: at most this many combinations; depth: the path of the parameter that makes a network deep; parallelism: how many trials run at a time.")
        .Produces<SupplementView>(StatusCodes.Status200OK, "application/json", "application/yaml")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> GetAsync(
        string study, string? format, bool? widen, int? fineTuned, int? combined, string? depth, int? parallelism,
        IStudyStore store, StudyAnalyses analyses, CancellationToken cancellationToken)
    {
        if (format is not (null or "json" or "yaml")) throw InputException.Invalid("format", $"must be json or yaml (was '{format}').");
        CheckRange("fineTuned", fineTuned, 0, MostFineTuned);
        CheckRange("combined", combined, 0, MostCombined);
        CheckRange("parallelism", parallelism, 1, MostParallel);
        var record = await store.GetStudyAsync(study, cancellationToken);
        var analysis = await analyses.GetAsync(record, null, cancellationToken);
        if (depth is not null) CheckDepth(depth, analysis.Study.Space);

        var usual = StudySupplement.Settings(analysis.Study, analysis.Trials, record.Budget.Parallelism);
        var settings = usual with
        {
            Widen = widen ?? usual.Widen,
            FineTuned = fineTuned ?? usual.FineTuned,
            Combined = combined ?? usual.Combined,
            DepthParameter = depth,
            Parallelism = parallelism ?? usual.Parallelism,
        };
        var plan = StudySupplement.Plan(analysis.Study, analysis.Data, analysis.Trends, analysis.Importance, settings);
        var nothing = StudySupplement.Nothing(analysis.Study, plan, analysis.Data, settings.Widen);
        if (nothing is not null && format == "yaml") throw InputException.Conflict(nothing);
        var next = nothing is null ? await NextAsync(store, analysis.Study.InForce(record), plan, settings.Parallelism, cancellationToken) : null;
        var changes = SpaceChanges.Of(analysis.Study.Space, plan.Space);
        if (format == "yaml") return TypedResults.Text(SupplementFile.Write(next!, analysis.Data.Measured.Length, changes), "application/yaml", Encoding.UTF8);
        return TypedResults.Json(SupplementViewing.View(analysis.Study, plan, next?.Name ?? SupplementStudy.Names(record.Name).First(), Champion(plan, analysis), changes, nothing), JsonDefaults.Options);
    }

    /// <summary>Under the first name that is free, or that this very study has already.</summary>
    private static async Task<StudyDefinition> NextAsync(IStudyStore store, StudyDefinition study, SupplementPlan plan, int parallelism, CancellationToken cancellationToken)
    {
        foreach (var name in SupplementStudy.Names(study.Name))
        {
            var read = StudyFile.Check(SupplementStudy.Of(study, plan, name, parallelism));
            if (read.Definition is not { } next)
                throw InputException.Conflict($"The proposed study would not be valid: {string.Join("; ", read.Lines)}.");
            if (await store.FindStudyAsync(name, cancellationToken) is not { } existing || StudyIdentity.Of(existing.ReadDefinition()) == StudyIdentity.Of(next)) return next;
        }

        throw new InvalidOperationException("Invariant: names do not end.");
    }

    internal static SupplementChampionView? Champion(SupplementPlan plan, StudyAnalysis analysis) => plan is { ChampionNumber: { } number, ChampionValue: { } value }
        ? analysis.Data.Trials.First(trial => trial.Number == number) is var trial ? new(number, value, trial.Group, trial.Configuration) : null
        : null;

    private static void CheckRange(string field, int? value, int low, int high)
    {
        if (value < low || value > high) throw InputException.Invalid(field, $"must be from {low} to {high} (was {value}).");
    }

    private static void CheckDepth(string depth, SearchSpace space)
    {
        var paths = ParameterPaths.Of(space).ToList();
        if (!paths.Exists(found => found.Path == depth))
            throw InputException.Invalid("depth", $"unknown parameter '{depth}'{(NearestName.Hint(depth, paths.Select(found => found.Path)) is { Length: > 0 } hint ? hint : ".")}");
    }
}
