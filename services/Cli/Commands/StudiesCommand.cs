using System.CommandLine;
using ArchOpt.Cli.Output;
using ArchOpt.Contracts.Http;

namespace ArchOpt.Cli.Commands;

/// <summary><c>archopt studies</c>.</summary>
internal static class StudiesCommand
{
    public static Command Create(CommandScope scope) => scope.Do(new("studies", "List the studies"), async (call, cancellationToken) =>
    {
        var studies = await call.AskAsync(client => client.ListStudiesAsync(cancellationToken), cancellationToken);
        if (call.Options.Json)
        {
            await call.Results.JsonAsync(studies);
            return ExitCode.Done;
        }

        if (studies.IsEmpty) await call.SayAsync("There are no studies; start one with: archopt run FILE");
        else Table(studies).WriteTo(call.Results);
        return ExitCode.Done;
    });

    private static TextTable Table(IEnumerable<StudyView> studies)
    {
        var table = new TextTable("STUDY", "STATUS", "#TRIALS", "#OF", "#FAILED", "#BEST", "STRATEGY", "EVALUATOR", "CREATED");
        foreach (var study in studies)
        {
            table.Row(
                study.Name,
                study.Status.ToString(),
                $"{TrialCountText.Ended(study.Trials)}",
                study.Budget.Trials is { } limit ? $"{limit + study.Trials.Imported}" : "-",
                $"{study.Trials.Failed}",
                Show.Number(study.Best?.Value),
                study.Strategy,
                study.Evaluator,
                Show.Time(study.Created));
        }

        return table;
    }
}
