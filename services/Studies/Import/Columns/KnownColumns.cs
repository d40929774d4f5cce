namespace ArchOpt.Studies.Import.Columns;

/// <summary>What a trial has besides its configuration and its metrics.</summary>
internal enum TrialField
{
    Number,
    Name,
    State,
    Seed,
    Worker,
    Started,
    Ended,
    Duration,
    Error,

    /// <summary>Recognised, and of no use here.</summary>
    Ignored,
}

/// <summary>The columns that are known by their names, case and separators ignored: what our export, Optuna, W&amp;B and people call them.</summary>
internal static class KnownColumns
{
    private static readonly Dictionary<string, TrialField> Fields = Table(
        (TrialField.Number, "number trial trial_number trial_id trial_no trial_index id run_id"),
        (TrialField.Name, "name run_name run display_name"),
        (TrialField.State, "state status trial_state"),
        (TrialField.Seed, "seed random_seed random_state"),
        (TrialField.Worker, "worker hostname host machine"),
        (TrialField.Started, "started start_time datetime_start created created_at date timestamp"),
        (TrialField.Ended, "ended end_time datetime_complete completed_at finished_at heartbeat_at heartbeatat updated_at"),
        (TrialField.Duration, "duration_s duration duration_seconds runtime _runtime train_time training_time train_time_s time_seconds time_s elapsed elapsed_s wall_time"),
        (TrialField.Error, "error_message failure exception fail_reason traceback"),
        (TrialField.Ignored, "attempt attempts index unnamed_0 note notes comment comments description tag tags user author sweep commit git github url path dir directory file filename log log_file checkpoint"));

    /// <summary>What a column of this name is; null for one that nobody knows.</summary>
    public static TrialField? Of(string name) => Fields.TryGetValue(Normal(name), out var field) ? field : null;

    /// <summary>Lower case, with one <c>_</c> for whatever separates words.</summary>
    internal static string Normal(string name)
    {
        var text = string.Join('_', name.Trim().ToLowerInvariant().Split([' ', '-', '.', '/', ':', '_'], StringSplitOptions.RemoveEmptyEntries));
        return name.StartsWith('_') ? "_" + text : text;
    }

    private static Dictionary<string, TrialField> Table(params (TrialField Field, string Names)[] rows) =>
        rows.SelectMany(row => row.Names.Split(' '), (row, name) => (row.Field, Name: name)).ToDictionary(pair => pair.Name, pair => pair.Field, StringComparer.Ordinal);
}
