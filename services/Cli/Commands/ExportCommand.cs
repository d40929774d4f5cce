using System.CommandLine;
using ArchOpt.Cli.Client;
using ArchOpt.Cli.Files;
using ArchOpt.Cli.Output;
using ArchOpt.Contracts.Http;

namespace ArchOpt.Cli.Commands;

/// <summary><c>archopt export STUDY --out DIR</c>: trials.csv, trials.json, study.yaml.</summary>
internal static class ExportCommand
{
    public static Command Create(CommandScope scope)
    {
        var study = CommandScope.Study();
        var target = new Option<string>("--out") { Description = "Directory to write into; created when absent", HelpName = "DIR", Required = true };
        return scope.Do(new("export", "Write trials.csv, trials.json and study.yaml") { study, target }, async (call, cancellationToken) =>
        {
            await using var connection = await call.Connector.ConnectAsync(cancellationToken);
            var client = connection.Client;
            var view = await client.GetStudyAsync(call.Get(study), cancellationToken);
            var directory = Create(call.Get(target));
            string[] files =
            [
                await WriteAsync(directory, "trials.csv", writer => TrialExport.WriteCsvAsync(
                    view.Objectives.Select(o => o.Metric), Trials(client, view, cancellationToken), writer, cancellationToken)),
                await WriteAsync(directory, "trials.json", writer => TrialExport.WriteJsonAsync(Trials(client, view, cancellationToken), writer)),
                await WriteAsync(directory, "study.yaml", writer => writer.WriteAsync(StudyFiles.ToYaml(view))),
            ];
            if (call.Options.Json) await call.Results.JsonAsync(new Exported(view.Name, files));
            else
            {
                foreach (var file in files) await call.Results.LineAsync(file);
            }

            return ExitCode.Done;
        });
    }

    private static IAsyncEnumerable<TrialView> Trials(ArchOptClient client, StudyView view, CancellationToken cancellationToken) =>
        client.ReadTrialsAsync(view.Name, null, cancellationToken);

    private static string Create(string path)
    {
        try
        {
            return Directory.CreateDirectory(path).FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(path, e);
        }
    }

    private static async Task<string> WriteAsync(string directory, string name, Func<TextWriter, Task> write)
    {
        var path = Path.Combine(directory, name);
        try
        {
            await using var writer = new StreamWriter(path);
            await write(writer);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(path, e);
        }
    }

    private static CliException NotWritable(string path, Exception e) =>
        CliException.Wrong($"--out: {path} is not writable ({e.Message.ReplaceLineEndings(" ")})", e);

    private sealed record Exported(string Study, string[] Files);
}
