using System.Runtime.CompilerServices;
using ArchOpt.Analysis.Console.SignIn;
using ArchOpt.Contracts.Http;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Storage;
using ArchOpt.Studies.Export;
using ArchOpt.Studies.Trials;
using Microsoft.Net.Http.Headers;

namespace ArchOpt.Analysis.Export;

/// <summary>GET /studies/{study}/export.</summary>
internal static class ExportEndpoint
{
    public static void MapExport(this IEndpointRouteBuilder routes) => routes.MapGet("/studies/{study}/export", ExportAsync)
        .WithMetadata(new LinkedFromConsole())
        .WithName("ExportStudy")
        .WithTags("Analysis")
        .WithSummary("All trials of a study as a file: csv (the columns of `archopt trials`) or json (an array of trials).")
        .WithDescription(
            "The csv is exact. With spreadsheet=true, text that a spreadsheet program would take for a formula gets an apostrophe in front. "
            + "The columns are those of the trials there are when the export begins.")
        .Produces<TrialView[]>(StatusCodes.Status200OK, "application/json", "text/csv")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> ExportAsync(
        string study, string? format, bool? spreadsheet, HttpContext http, IStudyStore store, CancellationToken cancellationToken)
    {
        if (format is not (null or "csv" or "json")) throw InputException.Invalid("format", $"must be csv or json (was '{format}').");
        var record = await store.GetStudyAsync(study, cancellationToken);
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName($"{record.Name}.{format ?? "csv"}");
        http.Response.Headers.ContentDisposition = disposition.ToString();
        if (format == "json") return TypedResults.Json(ReadViewsAsync(store, record, cancellationToken));

        var table = await TrialTable.OverAsync(
            record.ReadDefinition().Objectives.Select(objective => objective.Metric),
            ReadRowsAsync(store, record, cancellationToken),
            cancellationToken);
        return TypedResults.Stream(
            body => WriteAsync(body, table, ReadRowsAsync(store, record, cancellationToken), spreadsheet ?? false, cancellationToken),
            "text/csv; charset=utf-8");
    }

    private static async Task WriteAsync(
        Stream body, TrialTable table, IAsyncEnumerable<TrialRow> rows, bool spreadsheet, CancellationToken cancellationToken)
    {
        Func<string, string> cell = spreadsheet ? SpreadsheetText.Guard : text => text;
        await using var writer = new StreamWriter(body, bufferSize: 16 * 1024, leaveOpen: true);
        await writer.WriteAsync(Csv.Line(table.Columns.Select(cell)).AsMemory(), cancellationToken);
        await foreach (var row in rows) await writer.WriteAsync(Csv.Line(table.Cells(row).Select(cell)).AsMemory(), cancellationToken);
    }

    private static async IAsyncEnumerable<TrialRow> ReadRowsAsync(
        IStudyStore store, StudyRecord study, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var trial in store.ReadTrialsAsync(study.Id, new TrialQuery(), cancellationToken)) yield return TrialRow.From(trial);
    }

    private static async IAsyncEnumerable<TrialView> ReadViewsAsync(
        IStudyStore store, StudyRecord study, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var trial in store.ReadTrialsAsync(study.Id, new TrialQuery(), cancellationToken)) yield return trial.ToView();
    }
}
