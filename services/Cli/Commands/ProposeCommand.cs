using System.CommandLine;
using ArchOpt.Cli.Client;
using ArchOpt.Cli.Output;
using ArchOpt.Cli.Showing;
using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Cli.Commands;

/// <summary><c>archopt propose STUDY [--out FILE]</c>: supplementary trials with reasons and expected outcomes.</summary>
internal static class ProposeCommand
{
    private const int MostFineTuned = 50;
    private const int MostCombined = 100;

    public static Command Create(CommandScope scope)
    {
        var study = CommandScope.Study();
        var target = new Option<string?>("--out") { Description = "Write a study file that runs the trials, instead of printing them", HelpName = "FILE" };
        var force = new Option<bool>("--force") { Description = "Overwrite the file" };
        var wishes = new Wishes(
            new("--widen") { Description = "Also values outside of the space: between its steps and beyond its ends; the default for imported trials" },
            Numbers.Range(new Option<int?>("--fine-tuned") { Description = "How many parameters to tune one at a time; 3 unless given", HelpName = "N" }, 0, MostFineTuned),
            Numbers.Range(new Option<int?>("--combined") { Description = "At most this many combinations of the best values; 6 unless given", HelpName = "N" }, 0, MostCombined),
            new("--depth") { Description = "The parameter that makes a network deep; known by its name unless given", HelpName = "PARAMETER" });
        var command = new Command("propose", "Propose supplementary trials with reasons and expected outcomes")
        {
            study, target, force, wishes.Widen, wishes.FineTuned, wishes.Combined, wishes.Depth,
        };
        return scope.Do(command, async (call, cancellationToken) =>
        {
            await using var connection = await call.Connector.ConnectAsync(cancellationToken);
            await connection.Client.GetStudyAsync(call.Get(study), cancellationToken); // a wrong name is explained by the one who knows the others
            var analysis = await connection.AnalysisAsync(cancellationToken);
            return call.Get(target) is { } path
                ? await WriteAsync(call, analysis, call.Get(study), wishes.Query(call), path, call.Get(force), cancellationToken)
                : await PrintAsync(call, analysis, call.Get(study), wishes.Query(call), cancellationToken);
        });
    }

    private static async Task<int> PrintAsync(Call call, AnalysisClient analysis, string study, string query, CancellationToken cancellationToken)
    {
        var proposal = await analysis.GetAsync<SupplementView>(study, "supplement?format=json" + query, cancellationToken);
        if (call.Options.Json) await call.Results.JsonAsync(proposal);
        if (proposal.Nothing is { } reason) throw new CliException(ExitCode.Failed, reason);
        if (call.Options.Json) return ExitCode.Done;
        await ProposalPage.WriteAsync(proposal, call.Results);
        await call.Results.LineAsync("");
        await call.Results.LineAsync($"To run them: archopt propose {study} --out next.yaml, then archopt run next.yaml");
        return ExitCode.Done;
    }

    private static async Task<int> WriteAsync(
        Call call, AnalysisClient analysis, string study, string query, string path, bool force, CancellationToken cancellationToken)
    {
        var yaml = await analysis.GetTextAsync(study, "supplement?format=yaml" + query, cancellationToken);
        var read = StudyFile.Read(yaml, path);
        if (!read.IsValid) throw new InvalidDataException($"The server's study file is not understood: {read.Lines[0]}");
        await ResultFile.WriteNewAsync("--out", path, yaml, force, cancellationToken);
        var next = read.Definition;
        if (call.Options.Json)
        {
            await call.Results.JsonAsync(new Written(path, next.Name, next.Budget.Trials!.Value));
            return ExitCode.Done;
        }

        await call.Results.LineAsync($"{path}: {next.Name}, {next.Budget.Trials} trials");
        await call.Results.LineAsync(next.Evaluator.Name == EvaluatorReference.External
            ? $"run it with archopt run {path}, and its trials with archopt ask and archopt tell; or name an evaluator of your own in it first"
            : $"run it with archopt run {path}");
        return ExitCode.Done;
    }

    private sealed record Written(string File, string Study, long Trials);

    private sealed record Wishes(Option<bool> Widen, Option<int?> FineTuned, Option<int?> Combined, Option<string?> Depth)
    {
        public string Query(Call call)
        {
            var query = call.IsGiven(Widen) ? $"&widen={(call.Get(Widen) ? "true" : "false")}" : "";
            if (call.Get(FineTuned) is { } tuned) query += $"&fineTuned={tuned}";
            if (call.Get(Combined) is { } combined) query += $"&combined={combined}";
            if (call.Get(Depth) is { } depth) query += $"&depth={Uri.EscapeDataString(depth)}";
            return query;
        }
    }
}
