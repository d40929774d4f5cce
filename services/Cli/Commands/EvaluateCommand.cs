using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using ArchOpt.Cli.Files;
using ArchOpt.Cli.Hosting;
using ArchOpt.Cli.Output;
using ArchOpt.Contracts;
using ArchOpt.Evaluation.Evaluators;
using ArchOpt.Evaluation.Evaluators.Command;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Cli.Commands;

/// <summary>
/// <c>archopt evaluate EVALUATOR --settings JSON --configuration JSON</c>: evaluations without a study. With
/// <c>--configuration -</c> one configuration a line comes in and one result a line goes out, each as soon as it is known.
/// </summary>
internal static class EvaluateCommand
{
    public static Command Create(CommandScope scope)
    {
        var evaluator = new Argument<string>("EVALUATOR") { Description = "ads-arch, function, tabular or command" };
        var settings = new Option<string>("--settings") { Description = "The evaluator's settings", HelpName = "JSON", DefaultValueFactory = _ => "{}" };
        var configuration = new Option<string>("--configuration") { Description = "What to evaluate; - reads one configuration per line from standard input", HelpName = "JSON", Required = true };
        var seed = Numbers.Range(new Option<long>("--seed") { Description = "Seed of the evaluator's randomness", HelpName = "S", DefaultValueFactory = _ => 0 }, 0);
        var tables = new Option<string>("--tables") { Description = "Directory of the tables that tabular looks into", HelpName = "DIR", DefaultValueFactory = _ => "." };
        var command = new Command("evaluate", "Evaluate configurations without a study") { evaluator, settings, configuration, seed, tables };
        return scope.Do(command, async (call, cancellationToken) =>
        {
            var (commands, work) = call.Get(evaluator) == CommandEvaluator.EvaluatorName
                ? EvaluationSettings.Read(call.Options.Commands, call.Options.Data)
                : (RegisteredCommands.None, call.Options.Data);
            var registry = EvaluatorRegistry.BuiltIn(call.Get(tables), commands, work, call.Surroundings.Clock);
            if (!registry.TryGet(call.Get(evaluator), out _))
                throw CliException.Wrong($"EVALUATOR: must be one of {string.Join(", ", registry.Names)} (was '{call.Get(evaluator)}')");
            CheckSettings(call.Get(settings));
            Task<EvaluationResult> Evaluate(Configuration point) =>
                registry.EvaluateOnceAsync(call.Get(evaluator), call.Get(settings), point, call.Get(seed), cancellationToken);
            if (call.Get(configuration) == "-") return await StreamAsync(call, Evaluate, cancellationToken);
            var result = await Evaluate(Parse(call.Get(configuration)));
            await PrintAsync(call, result);
            return ExitCodeOf(result);
        });
    }

    /// <summary>A line that is no configuration gets a result too, so that line n out always answers line n in.</summary>
    private static async Task<int> StreamAsync(Call call, Func<Configuration, Task<EvaluationResult>> evaluate, CancellationToken cancellationToken)
    {
        var worst = ExitCode.Done;
        var lines = InputLines.Read(call.Surroundings.Input, cancellationToken);
        while (await lines.WaitToReadAsync(cancellationToken))
        {
            while (lines.TryRead(out var line)) worst = Math.Max(worst, await AnswerAsync(call, line, evaluate));
            await call.Results.FlushAsync(cancellationToken); // whoever writes the lines may be waiting for the answer
        }

        return worst;
    }

    private static async Task<int> AnswerAsync(Call call, string line, Func<Configuration, Task<EvaluationResult>> evaluate)
    {
        Configuration configuration;
        try
        {
            configuration = CanonicalJson.Parse(line);
        }
        catch (FormatException e)
        {
            await PrintAsync(call, EvaluationResult.Failed(e.Message.ReplaceLineEndings(" ")));
            return ExitCode.Wrong;
        }

        var result = await evaluate(configuration);
        await PrintAsync(call, result);
        return ExitCodeOf(result);
    }

    private static Task PrintAsync(Call call, EvaluationResult result) =>
        call.Results.LineAsync(ResultWriter.Compact(new Evaluated(result.Outcome, result.Metrics, result.Error)));

    private static int ExitCodeOf(EvaluationResult result) => result.Outcome == EvaluationOutcome.Failed ? ExitCode.Failed : ExitCode.Done;

    private static Configuration Parse(string json)
    {
        try
        {
            return CanonicalJson.Parse(json);
        }
        catch (FormatException e)
        {
            throw CliException.Wrong($"--configuration: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private static void CheckSettings(string json)
    {
        try
        {
            using var settings = JsonDocument.Parse(json);
            if (settings.RootElement.ValueKind != JsonValueKind.Object)
                throw CliException.Wrong($"--settings: must be a JSON object (was {settings.RootElement.ValueKind})");
        }
        catch (JsonException e)
        {
            throw CliException.Wrong($"--settings: must be a JSON object: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private sealed record Evaluated(
        EvaluationOutcome Outcome,
        ImmutableSortedDictionary<string, double> Metrics,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error);
}
