using ArchOpt.Cli.Output;
using ArchOpt.Cli.Showing;
using ArchOpt.Contracts.Http;
using ArchOpt.Search.Configurations;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Cli.Progress;

/// <summary>The start and the end of a trial in one line each.</summary>
internal static class TrialLines
{
    /// <summary><c>GAT+RL trial 8: embedding_dim=96 n_heads=8 (small step around trial 5)</c>.</summary>
    /// <param name="again">An earlier attempt was lost.</param>
    public static string Started(StudyView study, TrialView trial, bool again)
    {
        var group = Group(study, trial.Configuration);
        var what = again ? $"starts again, attempt {trial.Attempt}" : Configuration(study, trial, group);
        var reason = !again && trial.Reason.Length > 0 ? $" ({trial.Reason})" : "";
        return Show.Line($"{Name(group, trial)}: {what}{reason}");
    }

    /// <summary><c>GAT+RL trial 8: EXCELLENT val_cost 0.5123, best at epoch 24 of 60, ~37k parameters, 43.2 s, best so far</c>.</summary>
    /// <param name="wasStarted">Its configuration was written when it started.</param>
    public static string Ended(StudyView study, TrialView trial, bool wasStarted)
    {
        var group = Group(study, trial.Configuration);
        List<string> facts = [Outcome(study, trial)];
        if (trial.State == TrialState.Completed && trial.Training is { } training) facts.Add(ShortText.Training(training));
        if (ShortText.Parameters(trial.Metrics) is { } parameters) facts.Add($"{ShortText.Parameters(parameters)} parameters");
        if (trial.DurationSeconds is { } seconds) facts.Add(Show.Duration(seconds));
        if (study.Best?.Number == trial.Number) facts.Add("best so far");
        var configuration = wasStarted ? "" : $": {Configuration(study, trial, group)}";
        return Show.Line($"{Name(group, trial)}{(trial.State == TrialState.Completed ? ":" : "")} {string.Join(", ", facts)}{configuration}");
    }

    private static string Outcome(StudyView study, TrialView trial)
    {
        if (trial.State != TrialState.Completed || trial.Values.IsDefaultOrEmpty)
        {
            var state = trial.State.ToString().ToLowerInvariant();
            return FirstLine(trial.Error) is { Length: > 0 } error ? $"{state}: {error}" : state;
        }

        var grade = Grade.Of(study, trial.Values[0]) is { Reached: not null } reached ? reached.Word + " " : "";
        return $"{grade}{study.Objectives[0].Metric} {Show.Number(trial.Values[0])}";
    }

    private static string Configuration(StudyView study, TrialView trial, string? group)
    {
        var constants = ConstantParameters.Of(study);
        return ShortText.Configuration(trial.Configuration, group, name => !constants.Contains(name));
    }

    private static string FirstLine(string? error) => (error ?? "").Trim().Split('\r', '\n')[0];

    private static string Name(string? group, TrialView trial) => group is null ? $"trial {trial.Number}" : $"{group} trial {trial.Number}";

    private static string? Group(StudyView study, Configuration configuration) =>
        study.GroupParameter is not { } parameter || !configuration.TryGet(parameter, out var value) ? null
        : value.Kind == ParameterValueKind.Text ? value.Text
        : value.ToString();
}
