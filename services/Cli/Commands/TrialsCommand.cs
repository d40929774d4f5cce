using System.CommandLine;
using ArchOpt.Cli.Output;
using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Cli.Commands;

/// <summary><c>archopt trials STUDY [--state S] [--format table/csv/json]</c>.</summary>
internal static class TrialsCommand
{
    public static Command Create(CommandScope scope)
    {
        var study = CommandScope.Study();
        var state = new Option<TrialState?>("--state")
        {
            Description = string.Join(", ", Enum.GetNames<TrialState>()).ToLowerInvariant(),
            HelpName = "S",
            CustomParser = ParseState,
        };
        var format = new Option<string?>("--format") { Description = "table (the default), csv or json", HelpName = "FORMAT", CustomParser = ParseFormat };
        return scope.Do(new("trials", "List all trials of a study") { study, state, format }, async (call, cancellationToken) =>
        {
            await using var connection = await call.Connector.ConnectAsync(cancellationToken);
            var trials = connection.Client.ReadTrialsAsync(call.Get(study), call.Get(state), cancellationToken);
            switch (call.Get(format) ?? (call.Options.Json ? "json" : "table"))
            {
                case "json":
                    await TrialExport.WriteJsonAsync(trials, call.Results.Writer);
                    break;
                case "csv":
                    var view = await connection.Client.GetStudyAsync(call.Get(study), cancellationToken);
                    await TrialExport.WriteCsvAsync(view.Objectives.Select(o => o.Metric), trials, call.Results.Writer, cancellationToken);
                    break;
                default:
                    await WriteTableAsync(trials, call);
                    break;
            }

            return ExitCode.Done;
        });
    }

    private static string? ParseFormat(System.CommandLine.Parsing.ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (text is "table" or "csv" or "json") return text;
        result.AddError($"--format: must be one of table, csv, json (was '{text}')");
        return null;
    }

    private static TrialState? ParseState(System.CommandLine.Parsing.ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Enum.TryParse<TrialState>(text, ignoreCase: true, out var state) && Enum.IsDefined(state) && !char.IsAsciiDigit(text[0])) return state;
        result.AddError($"--state: must be one of {string.Join(", ", Enum.GetNames<TrialState>()).ToLowerInvariant()} (was '{text}')");
        return null;
    }

    private static async Task WriteTableAsync(IAsyncEnumerable<TrialView> trials, Call call)
    {
        var table = new TextTable("#TRIAL", "STATE", "#ATTEMPT", "#VALUE", "CONFIGURATION", "#SECONDS", "WORKER", "NOTE");
        await foreach (var trial in trials)
        {
            table.Row(
                $"{trial.Number}",
                trial.State.ToString(),
                $"{trial.Attempt}",
                trial.Values.IsDefaultOrEmpty ? "-" : string.Join(' ', trial.Values.Select(value => Show.Number(value))),
                trial.Configuration.ToString(),
                Show.Number(trial.DurationSeconds),
                trial.Worker ?? "-",
                Note(trial));
        }

        table.WriteTo(call.Results);
    }

    private static string Note(TrialView trial)
    {
        var note = trial.Error ?? (trial.Origin == TrialOrigin.Imported ? trial.Reason : "");
        return trial.Discarded is { } discard ? $"discarded: {Show.Line(discard.Reason)}; {note}" : note;
    }
}
