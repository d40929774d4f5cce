using System.CommandLine;
using ArchOpt.Cli.Client;
using ArchOpt.Cli.Files;
using ArchOpt.Cli.Importing;
using ArchOpt.Contracts.Http;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Import;

namespace ArchOpt.Cli.Commands;

/// <summary><c>archopt import FILE --study NAME</c>: finished trials from elsewhere become trials of a study.</summary>
internal static class ImportCommand
{
    public static Command Create(CommandScope scope)
    {
        var file = new Argument<string>("FILE") { Description = "CSV, JSON, an Optuna dump, or runs of Weights and Biases; - reads standard input" };
        var study = new Option<string>("--study") { Description = "Into which study; created when there is none", HelpName = "NAME", Required = true };
        var format = Choice<ImportFormat>("--format", "csv, json, optuna or wandb [told from the file]", "FORMAT");
        var objective = new Option<string?>("--objective") { Description = "The metric to optimise [the study's, or the file's unmistakable one]", HelpName = "NAME" };
        var goal = Choice<Goal>("--goal", "minimize or maximize [the study's, else what the objective's name says, else minimize]", "GOAL");
        var group = new Option<string?>("--group") { Description = "A column that names each trial's group; or the group of all trials of this file", HelpName = "NAME" };
        var parameter = new Option<string[]>("--parameter")
        {
            Description = "A column that is a parameter; again for more [whatever is no metric]",
            HelpName = "NAME",
            AllowMultipleArgumentsPerToken = true,
        };
        var skip = new Option<bool>("--skip-bad-rows") { Description = "Leave out rows that cannot be read, instead of storing nothing" };
        var definition = new Option<string?>("--definition") { Description = "A study file that says what would be inferred: space, goal, constraints, hypotheses", HelpName = "STUDYFILE" };
        var dry = new Option<bool>("--dry-run") { Description = "Store nothing; print the study that there would be, as a study file for --definition" };
        var command = new Command("import", "Make finished trials from elsewhere trials of a study")
        {
            file, study, format, objective, goal, group, parameter, skip, definition, dry,
        };
        return scope.Do(command, async (call, cancellationToken) =>
        {
            var wanted = new ImportRequest
            {
                Study = call.Get(study),
                Format = call.Get(format),
                Objective = call.Get(objective),
                Goal = call.Get(goal),
                Group = call.Get(group),
                Parameters = [.. call.Get(parameter) ?? []],
            };
            var offered = call.Get(definition) is { } path ? await StudyFiles.ReadAsync(path, call.Surroundings, cancellationToken) : null;
            await using var upload = Upload.Open(call.Get(file), call.Surroundings);
            await using var connection = await call.Connector.ConnectAsync(cancellationToken);
            var import = await SendAsync(
                call, connection.Client, new(wanted with { FileName = Path.GetFileName(upload.Name) }, call.Get(skip), call.Get(dry), offered), upload, cancellationToken);
            await PrintAsync(call, upload.Name, import);
            return ExitCode.Done;
        });
    }

    private static async Task<ImportView> SendAsync(Call call, ArchOptClient client, ImportOrder order, Upload upload, CancellationToken cancellationToken)
    {
        try
        {
            return await new ImportProgress(client, call.Surroundings).ShowAsync(
                order.Request.Study, upload, () => client.ImportAsync(order, upload, cancellationToken), cancellationToken);
        }
        catch (ServerRefusedException refusal)
        {
            throw ImportPage.Refused(upload.Name, refusal);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await call.SayAsync($"{order.Request.Study}: interrupted; the same call again goes on where it stopped.");
            throw;
        }
    }

    private static async Task PrintAsync(Call call, string file, ImportView import)
    {
        foreach (var problem in import.Problems) await call.SayAsync(ImportPage.Problem(file, problem));
        if (call.Options.Json)
        {
            await call.Results.JsonAsync(import);
            return;
        }

        if (import.DryRun)
        {
            var result = StudyFile.Read(import.Definition.GetRawText());
            var study = result.Definition ?? throw new InvalidDataException($"The server's definition of {import.Study} is not understood: {result.Lines[0]}");
            await call.Results.LineAsync(StudyFileWriter.ToYaml(study).TrimEnd());
            return;
        }

        await call.Results.LineAsync(ImportPage.Headline(import));
        ImportPage.Parameters(import).WriteTo(call.Results);
        foreach (var fact in ImportPage.Facts(import)) await call.Results.LineAsync(fact);
    }

    private static Option<T?> Choice<T>(string name, string description, string helpName)
        where T : struct, Enum => new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase)) return Enum.Parse<T>(text, ignoreCase: true);
                result.AddError($"{name}: must be one of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()} (was '{text}')");
                return null;
            },
        };
}
