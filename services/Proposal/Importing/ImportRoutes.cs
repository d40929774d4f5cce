using System.Collections.Immutable;
using ArchOpt.Contracts.Http;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Import;
using Microsoft.AspNetCore.Mvc;

namespace ArchOpt.Proposal.Importing;

/// <summary>Import over HTTP: the file is the body, everything else is in the query.</summary>
internal static class ImportRoutes
{
    /// <summary>In bytes. Files are read as they come; what bounds them is the memory for their trials.</summary>
    private const long LargestFile = 2L * 1024 * 1024 * 1024;

    private const int LongestName = 256;
    private const int MostParameters = 1_000;

    public static void MapImport(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/studies/{study}/import", ImportAsync).WithTags("Trials")
            .WithSummary("Make the finished trials of a file (CSV, JSON, Optuna, Weights and Biases) observations of a study, which is created when there is none.")
            .WithMetadata(new RequestSizeLimitAttribute(LargestFile))
            .Produces<ImportView>().Produces<ImportView>(201).ProducesValidationProblem().ProducesProblem(409);

    private static async Task<IResult> ImportAsync(
        string study,
        HttpRequest request,
        StudyImport import,
        CancellationToken token,
        string? format = null,
        string? objective = null,
        string? goal = null,
        string? group = null,
        [FromQuery] string[]? parameter = null,
        string? fileName = null,
        bool skipBadRows = false,
        bool dryRun = false)
    {
        var wanted = new ImportRequest
        {
            Study = study,
            FileName = Name("fileName", fileName) ?? "",
            Format = Choice<ImportFormat>("format", format),
            Objective = Name("objective", objective),
            Goal = Choice<Goal>("goal", goal),
            Group = Name("group", group),
            Parameters = Names(parameter ?? []),
        };
        ImportView view;
        try
        {
            view = await import.RunAsync(wanted, skipBadRows, dryRun, await ImportBody.OpenAsync(request, token), token);
        }
        catch (InputException refusal) when (refusal.Status == 400)
        {
            await request.Body.CopyToAsync(Stream.Null, token); // who is still sending hears no answer before it has sent all
            throw;
        }

        return view is { Created: true, DryRun: false } ? Results.Created($"/studies/{Uri.EscapeDataString(study)}", view) : Results.Ok(view);
    }

    private static T? Choice<T>(string field, string? text)
        where T : struct, Enum
    {
        if (text is null) return null;
        if (Enum.TryParse<T>(text, ignoreCase: true, out var choice) && Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase)) return choice;
        throw InputException.Invalid(field, $"must be one of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()} (was '{text}')");
    }

    private static string? Name(string field, string? text) => text is null or { Length: > 0 and <= LongestName }
        ? text
        : throw InputException.Invalid(field, $"must have 1 to {LongestName} characters (was {text.Length})");

    private static ImmutableArray<string> Names(string[] names) => names.Length <= MostParameters
        ? [.. names.Select(name => Name("parameter", name)!)]
        : throw InputException.Invalid("parameter", $"must be given at most {MostParameters} times (was {names.Length})");
}
