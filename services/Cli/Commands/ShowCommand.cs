using System.CommandLine;
using System.Text.Json;
using ArchOpt.Cli.Output;
using ArchOpt.Cli.Progress;
using ArchOpt.Cli.Showing;
using ArchOpt.Cli.Watching;
using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Cli.Commands;

/// <summary><c>archopt show STUDY [--watch] [--trial N]</c>.</summary>
internal static class ShowCommand
{
    public static Command Create(CommandScope scope)
    {
        var study = CommandScope.Study();
        var watch = new Option<bool>("--watch") { Description = "Follow it until it ends; its trials are told line by line while they are slow enough to read" };
        var trial = Numbers.Range(new Option<long?>("--trial") { Description = "Show this trial instead: its configuration, attempts and the end of their logs", HelpName = "N" }, 0);
        return scope.Do(new("show", "Show one study: status, budget, counts, the best overall and by group") { study, watch, trial }, async (call, cancellationToken) =>
        {
            if (call.Get(trial) is { } number)
            {
                if (call.Get(watch)) throw CliException.Wrong("--watch: follows a study, not a trial; leave --trial out.");
                await ShowTrialAsync(call, call.Get(study), number, cancellationToken);
                return ExitCode.Done;
            }

            if (call.Get(watch))
            {
                await WatchAsync(call, call.Get(study), cancellationToken);
                return ExitCode.Done;
            }

            var view = await call.AskAsync(client => client.GetStudyAsync(call.Get(study), cancellationToken), cancellationToken);
            if (call.Options.Json) await call.Results.JsonAsync(view);
            else if (call.Surroundings.OutputIsTerminal) call.Results.Write(StudyPage.Of(view).Render());
            else await call.Results.LineAsync(StudyPage.Of(view).ToString());
            return ExitCode.Done;
        });
    }

    private static async Task ShowTrialAsync(Call call, string study, long number, CancellationToken cancellationToken)
    {
        var view = await call.AskAsync(client => client.GetTrialAsync(study, number, cancellationToken), cancellationToken);
        if (call.Options.Json) await call.Results.JsonAsync(view);
        else if (call.Surroundings.OutputIsTerminal) call.Results.Write(TrialFacts.Of(study, view).Render());
        else await call.Results.LineAsync(TrialFacts.Of(study, view).ToString());
    }

    private static async Task WatchAsync(Call call, string study, CancellationToken cancellationToken)
    {
        var surroundings = call.Surroundings;
        await using var connection = await call.Connector.ConnectAsync(cancellationToken);
        await connection.Client.GetStudyAsync(study, cancellationToken); // a wrong name is said before anything is drawn
        IProgressDisplay display = surroundings.OutputIsTerminal && !call.Options.Json ? new LiveWatch(surroundings) : new PlainWatch(surroundings, call.Options.Json);
        await display.ShowAsync(async view =>
        {
            var follower = new StudyFollower(connection.Client, surroundings.Clock);
            var ended = await follower.FollowAsync(study, view, new TrialLog(connection.Client, surroundings.Clock), cancellationToken);
            view.Show(new(ended, 0, null));
            return ended;
        });
    }

    /// <summary>The facts of a study without model groups.</summary>
    internal static IEnumerable<(string Name, string Text)> Describe(StudyView study)
    {
        yield return ("study", study.Name);
        yield return ("status", study.Reason.Length > 0 ? $"{study.Status} ({study.Reason})" : $"{study.Status}");
        if (study.Trouble is { } trouble) yield return ("trouble", trouble);
        yield return ("strategy", study.StrategyChoice is { } choice ? $"{study.Strategy} ({choice})" : study.Strategy);
        if (Pruner(study.Definition) is { } pruner) yield return ("pruner", pruner);
        yield return ("evaluator", study.Evaluator);
        if (study.EditedSettings is { } edited) yield return ("settings", Show.Edited(edited));
        yield return ("objectives", string.Join(", ", study.Objectives.Select(o => $"{(o.Goal == Goal.Minimize ? "minimize" : "maximize")} {o.Metric}")));
        yield return ("budget", Budget(study.Budget));
        yield return ("trials", Counts(study));
        if (study.EpochsSaved > 0) yield return ("epochs saved", $"{study.EpochsSaved}");
        if (study.Superseded > 0) yield return ("superseded", $"{study.Superseded} late results that counted nowhere");
        yield return ("created", Show.Time(study.Created));
        if (study.Ended is { } ended) yield return ("ended", Show.Time(ended));
        yield return ("elapsed", Show.Duration(study.ElapsedSeconds));
        if (study.Best is not { } best)
        {
            yield return ("best", "none yet");
            yield break;
        }

        yield return ("best", $"{Show.Mean(best)} (trial {best.Number})");
        if (GradeOf(study, best.Value) is { } grade) yield return ("grade", grade);
        yield return ("metrics", string.Join(' ', best.Metrics.Select(m => $"{m.Key}={Show.Number(m.Value)}")));
        yield return ("configuration", best.Configuration.ToString());
    }

    private static string? Pruner(JsonElement? definition) =>
        definition is { ValueKind: JsonValueKind.Object } study && study.TryGetProperty("pruner", out var pruner) && pruner.TryGetProperty("name", out var name)
            ? name.GetString()
            : null;

    private static string Counts(StudyView study) =>
        $"{study.Trials.Total}: {TrialCountText.Describe(study.Trials)}";

    private static string Budget(BudgetView budget)
    {
        List<string> limits = [];
        if (budget.Trials is { } trials) limits.Add($"{trials} trials");
        if (budget.Time is { } seconds) limits.Add(Show.Duration(seconds));
        if (budget.Failures is { } failures) limits.Add($"{failures} failures");
        limits.Add($"{budget.Parallelism} at a time");
        return string.Join(", ", limits);
    }

    /// <summary>The hardest threshold that the value reaches, and the next one.</summary>
    private static string? GradeOf(StudyView study, double value)
    {
        if (Grade.Of(study, value) is not { } grade) return null;
        var reached = grade.Reached?.Name ?? "none";
        return grade.Next is { } next ? $"{reached} (next: {next.Name} at {Show.Number(next.Value)})" : reached;
    }
}
