using System.Collections.Immutable;
using ArchOpt.Analysis.Console.SignIn;
using ArchOpt.Analysis.Reporting.Html;
using ArchOpt.Analysis.Reporting.Json;
using ArchOpt.Contracts.Http;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Storage;

namespace ArchOpt.Analysis.Reporting;

/// <summary>GET /studies/{study}/report and its parts.</summary>
internal static class ReportEndpoints
{
    private const string Tag = "Analysis";

    public static void MapReports(this IEndpointRouteBuilder routes)
    {
        Described(routes.MapGet("/studies/{study}/report", ReportAsync), "Report", "The analysis of a study: json, md or html.")
            .WithDescription(
                "Its shape as JSON is that of the schema; Markdown and HTML say the same in eight sections. The HTML is one file that needs nothing else. "
                + "top is how many trials the trend tables call the top; by default 60 or 20% of the measured ones, whichever is less. "
                + "With plots=true the Markdown refers to its plots as files in the folder plots beside it.")
            .WithMetadata(new LinkedFromConsole())
            .Produces<ReportView>(StatusCodes.Status200OK, "application/json", "text/markdown", "text/html");
        Described(routes.MapGet("/studies/{study}/importance", ImportanceAsync), "Importance", "Which parameters the objective depends on, alone (fANOVA, and PED-ANOVA for the best tenth) and in pairs.")
            .Produces<ImportanceAnswer>();
        Described(routes.MapGet("/studies/{study}/marginals", MarginalsAsync), "Marginals", "How the objective goes with each parameter: trend tables, correlations, groups.")
            .Produces<MarginalsView>();
        Described(routes.MapGet("/studies/{study}/hypotheses", HypothesesAsync), "Hypotheses", "The verdicts on the hypotheses of the study file.")
            .Produces<HypothesesAnswer>();
        Described(routes.MapGet("/studies/{study}/plots", PlotsAsync), "Plots", "Which plots there are of the study.").WithMetadata(new LinkedFromConsole()).Produces<PlotView[]>();
        Described(routes.MapGet("/studies/{study}/plots/{name}", PlotAsync), "Plot", "One plot as an SVG document.")
            .WithMetadata(new LinkedFromConsole()).Produces<string>(StatusCodes.Status200OK, "image/svg+xml");
    }

    private static RouteHandlerBuilder Described(RouteHandlerBuilder route, string name, string summary) => route
        .WithName(name)
        .WithTags(Tag)
        .WithSummary(summary)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> ReportAsync(
        string study, string? format, int? top, bool? plots, HttpContext http, IStudyStore store, StudyAnalyses analyses, CancellationToken cancellationToken)
    {
        if (format is not (null or "json" or "md" or "html")) throw InputException.Invalid("format", $"must be json, md or html (was '{format}').");
        var report = await GetAsync(study, top, store, analyses, cancellationToken);
        if (format == "html") http.Response.Headers.ContentSecurityPolicy = HtmlReport.ContentSecurityPolicy + "; frame-ancestors 'none'";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return format switch
        {
            "md" => TypedResults.Text(report.ToMarkdown(plots ?? false), "text/markdown; charset=utf-8"),
            "html" => TypedResults.Text(report.ToHtml(), "text/html; charset=utf-8"),
            _ => TypedResults.Json(report.ToView(), ReportJson.Options),
        };
    }

    private static async Task<IResult> ImportanceAsync(string study, int? top, IStudyStore store, StudyAnalyses analyses, CancellationToken cancellationToken) =>
        TypedResults.Json(ReportViews.Importance((await GetAsync(study, top, store, analyses, cancellationToken)).Analysis), ReportJson.Options);

    private static async Task<IResult> MarginalsAsync(string study, int? top, IStudyStore store, StudyAnalyses analyses, CancellationToken cancellationToken) =>
        TypedResults.Json(ReportViews.Marginals((await GetAsync(study, top, store, analyses, cancellationToken)).Analysis), ReportJson.Options);

    private static async Task<IResult> HypothesesAsync(string study, int? top, IStudyStore store, StudyAnalyses analyses, CancellationToken cancellationToken) =>
        TypedResults.Json(ReportViews.Hypotheses((await GetAsync(study, top, store, analyses, cancellationToken)).Analysis), ReportJson.Options);

    private static async Task<IResult> PlotsAsync(string study, int? top, IStudyStore store, StudyAnalyses analyses, CancellationToken cancellationToken) =>
        TypedResults.Json(
            (await GetAsync(study, top, store, analyses, cancellationToken)).Plots.Select(plot => new PlotView(plot.Name, plot.Title, plot.Caption)).ToImmutableArray(),
            ReportJson.Options);

    private static async Task<IResult> PlotAsync(
        string study, string name, int? top, HttpContext http, IStudyStore store, StudyAnalyses analyses, CancellationToken cancellationToken)
    {
        var plots = (await GetAsync(study, top, store, analyses, cancellationToken)).Plots;
        var plot = plots.FirstOrDefault(plot => plot.Name == name) ?? throw InputException.NotFound("plot", name);
        // An SVG document that is opened on its own could run scripts; ours has none, and may have none.
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Text(plot.Svg, "image/svg+xml; charset=utf-8");
    }

    private static async Task<StudyReport> GetAsync(string study, int? top, IStudyStore store, StudyAnalyses analyses, CancellationToken cancellationToken)
    {
        if (top < 1) throw InputException.Invalid("top", $"must be 1 or more (was {top}).");
        return await analyses.GetReportAsync(await store.GetStudyAsync(study, cancellationToken), top, cancellationToken);
    }
}
