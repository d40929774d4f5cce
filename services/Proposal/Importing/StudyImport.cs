using System.Text.Json;
using ArchOpt.Contracts.Http;
using ArchOpt.Proposal.Api;
using ArchOpt.Proposal.Running;
using ArchOpt.Search.Spaces;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Import;
using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Trials;
using Microsoft.Extensions.Options;

namespace ArchOpt.Proposal.Importing;

/// <summary>
/// Makes the finished trials of a file observations of a study. Nothing is stored unless every row can be read, or unreadable ones are to
/// be skipped. Rows go to the study's loop in pieces, in order: who is interrupted leaves a beginning of the file, and the same call again
/// adds the rest.
/// </summary>
internal sealed class StudyImport(
    ImportTargets targets, ImportTurns turns, StudyRegistry studies, StudyViews views, IOptions<ProposalOptions> options, ILogger<StudyImport> log)
{
    /// <summary>Rows that are one write: enough that the disk's flush costs little, few enough that results of workers need not wait.</summary>
    private const int PieceSize = 2_000;

    /// <exception cref="InputException">400: the file or an option is wrong; 409: the study cannot take it.</exception>
    public async Task<ImportView> RunAsync(ImportRequest request, bool skipBadRows, bool dryRun, ImportBody body, CancellationToken cancellationToken)
    {
        var offered = body.Definition is { } definition ? definition with { Name = request.Study } : null;
        using var turn = await turns.TakeAsync(request.Study, cancellationToken);
        var (found, target) = await targets.FindAsync(request.Study, offered, cancellationToken);
        var reading = await ImportFile.ReadAsync(body.File, request, target, cancellationToken);
        await body.EnsureEndAsync(cancellationToken);
        if (reading.Definition is null || reading.Trials.IsEmpty || (reading.BadRows > 0 && !skipBadRows)) throw ImportProblems.Refuse(reading);

        var widens = found is not null && target!.MayWiden && StudyFileWriter.Write(reading.Definition) != found.Definition;
        var study = found is null || widens ? ImportTargets.Resolve(reading.Definition) : reading.Definition;
        var view = Show(request.Study, study, reading) with { Created = found is null, Widened = widens, DryRun = dryRun };
        if (dryRun) return view;

        var record = found is null ? await targets.CreateAsync(study, isInferred: offered is null, cancellationToken)
            : widens ? await targets.WidenAsync(found, study, cancellationToken)
            : found;
        view = await SendAsync(record, reading, view, cancellationToken);
        log.LogInformation(
            "Study {Study}: imported {Added} trials, {AlreadyThere} were there, {Skipped} rows were skipped", record.Name, view.Imported, view.AlreadyThere, view.Skipped);
        return view with { Best = (await views.ShowAsync(await views.FindAsync(record.Name, cancellationToken), whole: false, cancellationToken)).Best };
    }

    private async Task<ImportView> SendAsync(StudyRecord record, ImportReading reading, ImportView view, CancellationToken cancellationToken)
    {
        using var hold = studies.Hold(record.Id);
        for (var from = 0; from < reading.Trials.Length; from += PieceSize)
        {
            var piece = reading.Trials[from..Math.Min(reading.Trials.Length, from + PieceSize)];
            var (added, alreadyThere) = await SendAsync(record, new StudyEvent.Imported(reading.File, piece), cancellationToken);
            view = view with
            {
                Imported = view.Imported + added.Length,
                AlreadyThere = view.AlreadyThere + alreadyThere,
                First = view.First ?? added.FirstOrDefault()?.Number,
                Last = added.LastOrDefault()?.Number ?? view.Last,
            };
        }

        return view;
    }

    private async Task<EventReply.Imported> SendAsync(StudyRecord record, StudyEvent.Imported piece, CancellationToken cancellationToken)
    {
        try
        {
            return await studies.SendAsync(record.Id, piece, cancellationToken).WaitAsync(options.Value.WritePatience, cancellationToken) switch
            {
                EventReply.Imported imported => imported,
                EventReply.Refused refused => throw InputException.Conflict($"study: '{record.Name}' refuses: {refused.Reason}."),
                _ => throw InputException.NotFound("study", record.Name),
            };
        }
        catch (TimeoutException)
        {
            throw new InputException(503, "The store does not take writes at the moment. The import is not complete; the same call again goes on where it stopped. See /health.");
        }
    }

    private static ImportView Show(string name, StudyDefinition study, ImportReading reading)
    {
        using var definition = JsonDocument.Parse(StudyFileWriter.Write(study));
        return new()
        {
            Study = name,
            Imported = 0,
            AlreadyThere = 0,
            Skipped = reading.BadRows,
            Problems = ImportProblems.Show(reading),
            Objectives = [.. study.Objectives.Select(objective => new ObjectiveView(objective.Metric, objective.Goal))],
            Parameters = [.. study.Space.Parameters.Select(Show)],
            Metrics = [.. study.Objectives.Select(objective => objective.Metric).Concat(reading.Metrics).Distinct(StringComparer.Ordinal)],
            LeftOut = [.. reading.LeftOut.Select(column => new LeftOutColumnView(column.Column, column.Reason))],
            GroupParameter = study.Groups?.Parameter,
            Definition = definition.RootElement.Clone(),
        };
    }

    private static ImportedParameterView Show(Parameter parameter)
    {
        var type = parameter.GetType().Name.Replace("Parameter", "", StringComparison.Ordinal).ToLowerInvariant();
        return new(parameter.Name, type, ParameterValues.Describe(parameter), parameter is FloatParameter { Log: true } or IntParameter { Log: true });
    }
}
