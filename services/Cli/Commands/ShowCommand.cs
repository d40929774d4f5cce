using System.CommandLine;
using System.Text.Json;
using ArchOpt.Cli.Output;
using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Cli.Commands;

/// <summary><c>archopt show STUDY</c>.</summary>
internal static class ShowCommand
{
    public static Command Create(CommandScope scope)
    {
        var study = CommandScope.Study();
        return scope.Do(new("show", "Show one study: status, budget, counts, best") { study }, async (call, cancellationToken) =>
        {
            var view = await call.AskAsync(client => client.GetStudyAsync(call.Get(study), cancellationToken), cancellationToken);
            if (call.Options.Json) await call.Results.JsonAsync(view);
            else
            {
                foreach (var (name, text) in Describe(view)) await call.Results.LineAsync($"{name,-14}{text}");
            }

            return ExitCode.Done;
        });
    }

    private static IEnumerable<(string Name, string Text)> Describe(StudyView study)
    {
        yield return ("study", study.Name);
        yield return ("status", study.Reason.Length > 0 ? $"{study.Status} ({study.Reason})" : $"{study.Status}");
        if (study.Trouble is { } trouble) yield return ("trouble", trouble);
        yield return ("strategy", study.StrategyChoice is { } choice ? $"{study.Strategy} ({choice})" : study.Strategy);
        if (Pruner(study.Definition) is { } pruner) yield return ("pruner", pruner);
        yield return ("evaluator", study.Evaluator);
        yield return ("objectives", string.Join(", ", study.Objectives.Select(o => $"{(o.Goal == Goal.Minimize ? "minimize" : "maximize")} {o.Metric}")));
        yield return ("budget", Budget(study.Budget));
        yield return ("trials", Counts(study));
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
        if (Grade(study, best.Value) is { } grade) yield return ("grade", grade);
        yield return ("metrics", string.Join(' ', best.Metrics.Select(m => $"{m.Key}={Show.Number(m.Value)}")));
        yield return ("configuration", best.Configuration.ToString());
    }

    private static string? Pruner(JsonElement? definition) =>
        definition is { ValueKind: JsonValueKind.Object } study && study.TryGetProperty("pruner", out var pruner) && pruner.TryGetProperty("name", out var name)
            ? name.GetString()
            : null;

    private static string Counts(StudyView study) =>
        $"{study.Trials.Total}: " + string.Join(", ", TrialCountText.NonZero(study.Trials).DefaultIfEmpty("none yet"));

    private static string Budget(BudgetView budget)
    {
        List<string> limits = [];
        if (budget.Trials is { } trials) limits.Add($"{trials} trials");
        if (budget.Time is { } seconds) limits.Add(Show.Duration(seconds));
        if (budget.Failures is { } failures) limits.Add($"{failures} failures");
        limits.Add($"{budget.Parallelism} at a time");
        return string.Join(", ", limits);
    }

    /// <summary>The names of the first objective's thresholds that the value reaches, and those still ahead.</summary>
    private static string? Grade(StudyView study, double value)
    {
        if (Thresholds(study.Definition) is not { Count: > 0 } thresholds) return null;
        var maximize = study.Objectives[0].Goal == Goal.Maximize;
        var ordered = (maximize ? thresholds.OrderBy(t => t.Value) : thresholds.OrderByDescending(t => t.Value)).ToList();
        var reached = ordered.FindLastIndex(t => maximize ? value >= t.Value : value <= t.Value);
        var grade = reached < 0 ? "none" : ordered[reached].Key;
        return reached + 1 < ordered.Count ? $"{grade} (next: {ordered[reached + 1].Key} at {Show.Number(ordered[reached + 1].Value)})" : grade;
    }

    private static Dictionary<string, double>? Thresholds(JsonElement? definition)
    {
        var has = definition is { ValueKind: JsonValueKind.Object } study
            && study.TryGetProperty("objectives", out var objectives) && objectives.ValueKind == JsonValueKind.Array && objectives.GetArrayLength() > 0
            && objectives[0].TryGetProperty("thresholds", out var found) && found.ValueKind == JsonValueKind.Object;
        if (!has) return null;
        return definition!.Value.GetProperty("objectives")[0].GetProperty("thresholds").EnumerateObject()
            .Where(t => t.Value.ValueKind == JsonValueKind.Number)
            .ToDictionary(t => t.Name, t => t.Value.GetDouble(), StringComparer.Ordinal);
    }
}
