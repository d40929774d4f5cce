using System.CommandLine;
using ArchOpt.Cli.Output;
using ArchOpt.Contracts.Http;

namespace ArchOpt.Cli.Commands;

/// <summary><c>archopt best STUDY [--top K]</c>.</summary>
internal static class BestCommand
{
    public static Command Create(CommandScope scope)
    {
        var study = CommandScope.Study();
        var top = Numbers.Range(new Option<int>("--top") { Description = "How many", HelpName = "K", DefaultValueFactory = _ => 1 }, 1);
        var command = new Command("best", "Show the best trials") { study, top };
        return scope.Do(command, async (call, cancellationToken) =>
        {
            var best = await call.AskAsync(client => client.GetBestAsync(call.Get(study), call.Get(top), cancellationToken), cancellationToken);
            if (call.Options.Json) await call.Results.JsonAsync(best);
            else if (best.IsEmpty) await call.SayAsync($"{call.Get(study)}: no trial has completed and is feasible yet.");
            else Table(best).WriteTo(call.Results);
            if (best.Any(trial => trial.StandardError is not null) && !call.Options.Json) await RecommendAsync(call, call.Get(study), cancellationToken);
            return ExitCode.Done;
        });
    }

    /// <summary>Where runs are noisy the leader of a list is partly lucky; a model of all of them is not.</summary>
    private static async Task RecommendAsync(Call call, string study, CancellationToken cancellationToken)
    {
        var answer = await call.AskAsync(client => client.GetRecommendationAsync(study, cancellationToken), cancellationToken);
        if (answer.Recommended is not { } best) return;
        await call.Results.LineAsync(
            $"recommended: trial {best.Number}, expected {Show.Number(best.Value)} +- {Show.Number(best.StandardError)} (a model of {best.Observations} configurations)");
    }

    private static TextTable Table(IReadOnlyCollection<BestView> best)
    {
        var table = new TextTable("#RANK", "#TRIAL", "#VALUE", "CONFIGURATION", "METRICS");
        var rank = 0;
        foreach (var trial in best)
        {
            var metrics = string.Join(' ', trial.Metrics.Select(metric => $"{metric.Key}={Show.Number(metric.Value)}"));
            table.Row($"{++rank}", $"{trial.Number}", Show.Mean(trial), trial.Configuration.ToString(), metrics);
        }

        return table;
    }
}
