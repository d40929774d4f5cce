using System.Collections.Immutable;
using System.CommandLine;
using ArchOpt.Cli.Client;
using ArchOpt.Cli.Files;
using ArchOpt.Cli.Output;
using ArchOpt.Contracts.Http;

namespace ArchOpt.Cli.Commands;

/// <summary><c>archopt export STUDY --out DIR</c>: trials.csv, trials.json, study.yaml, report.md, plots/*.svg.</summary>
internal static class ExportCommand
{
    public static Command Create(CommandScope scope)
    {
        var study = CommandScope.Study();
        var target = new Option<string>("--out") { Description = "Directory to write into; created when absent", HelpName = "DIR", Required = true };
        return scope.Do(new("export", "Write trials.csv, trials.json, study.yaml, report.md and its plots as SVG") { study, target }, async (call, cancellationToken) =>
        {
            await using var connection = await call.Connector.ConnectAsync(cancellationToken);
            var client = connection.Client;
            var view = await client.GetStudyAsync(call.Get(study), cancellationToken);
            var directory = ResultFile.CreateDirectory(target.Name, call.Get(target));
            string[] files =
            [
                await WriteAsync("trials.csv", writer => TrialExport.WriteCsvAsync(
                    view.Objectives.Select(o => o.Metric), Trials(client, view, cancellationToken), writer, cancellationToken)),
                await WriteAsync("trials.json", writer => TrialExport.WriteJsonAsync(Trials(client, view, cancellationToken), writer)),
                await WriteAsync("study.yaml", writer => writer.WriteAsync(StudyFiles.ToYaml(view))),
                .. await WriteReportAsync(await connection.AnalysisAsync(cancellationToken), view, directory, cancellationToken),
            ];
            if (call.Options.Json) await call.Results.JsonAsync(new Exported(view.Name, files));
            else
            {
                foreach (var file in files) await call.Results.LineAsync(file);
            }

            return ExitCode.Done;

            Task<string> WriteAsync(string name, Func<TextWriter, Task> write) => ResultFile.WriteAsync(target.Name, Path.Combine(directory, name), write);
        });
    }

    /// <summary>The report refers to its plots by the folder that they are in.</summary>
    private static async Task<ImmutableArray<string>> WriteReportAsync(AnalysisClient analysis, StudyView view, string directory, CancellationToken cancellationToken)
    {
        var report = await analysis.GetTextAsync(view.Name, "report?format=md&plots=true", cancellationToken);
        var plots = await analysis.GetPlotsAsync(view.Name, cancellationToken);
        var files = ImmutableArray.CreateBuilder<string>();
        files.Add(await ResultFile.WriteAsync("--out", Path.Combine(directory, "report.md"), writer => writer.WriteAsync(report)));
        if (plots.IsEmpty) return files.ToImmutable();
        var folder = ResultFile.CreateDirectory("--out", Path.Combine(directory, "plots"));
        foreach (var plot in plots)
        {
            var svg = await analysis.GetPlotAsync(view.Name, plot.Name, cancellationToken);
            // The name comes from a server; it is a file in this folder, whatever it says.
            files.Add(await ResultFile.WriteAsync("--out", Path.Combine(folder, Path.GetFileName(plot.Name) + ".svg"), writer => writer.WriteAsync(svg)));
        }

        return files.ToImmutable();
    }

    private static IAsyncEnumerable<TrialView> Trials(ArchOptClient client, StudyView view, CancellationToken cancellationToken) =>
        client.ReadTrialsAsync(view.Name, null, cancellationToken);

    private sealed record Exported(string Study, string[] Files);
}
