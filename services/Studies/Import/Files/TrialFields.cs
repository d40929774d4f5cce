using System.Globalization;
using ArchOpt.Studies.Import.Columns;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Import.Files;

/// <summary>Reads what a trial has besides values, from text; the words are those of our states, of Optuna's and of W&amp;B's.</summary>
internal static class TrialFields
{
    private const int NameLength = 200;
    private const int ErrorLength = 1_000;

    public static void Set(RawTrial trial, TrialField field, string header, string text)
    {
        text = text.Trim();
        if (text.Length == 0) return;
        switch (field)
        {
            case TrialField.Number:
                if (trial.Name.Length == 0) trial.Name = Cut((text.All(char.IsAsciiDigit) ? "trial " : "run ") + text, NameLength);
                break;
            case TrialField.Name:
                trial.Name = Cut(text, NameLength);
                break;
            case TrialField.State:
                SetState(trial, header, text);
                break;
            case TrialField.Seed:
                if (IsMissing(text)) break;
                if (Whole(text) is { } seed) trial.Seed = seed;
                else trial.Refuse(header, $"a seed must be an integer from 0 to 2^53 (was {text})");
                break;
            case TrialField.Worker:
                trial.Worker = Cut(text, NameLength);
                break;
            case TrialField.Started:
                trial.Started = Time(text);
                break;
            case TrialField.Ended:
                trial.Ended = Time(text);
                break;
            case TrialField.Duration:
                trial.DurationSeconds ??= Seconds(text);
                break;
            case TrialField.Error:
                trial.Error = Cut(text, ErrorLength);
                break;
            default:
                break;
        }
    }

    /// <summary>Seconds: a number, or <c>0 days 00:01:02.5</c> as tables of Python have it.</summary>
    public static double? Seconds(string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)) return seconds >= 0 && double.IsFinite(seconds) ? seconds : null;
        var parts = text.Split(" days ", StringSplitOptions.TrimEntries);
        var days = parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var whole) ? whole : 0;
        var clock = parts[^1];
        if (clock.IndexOf('.', StringComparison.Ordinal) is > 0 and var point && clock.Length > point + 8) clock = clock[..(point + 8)]; // nanoseconds
        return TimeSpan.TryParse(clock, CultureInfo.InvariantCulture, out var span) && span >= TimeSpan.Zero && clock.Contains(':', StringComparison.Ordinal)
            ? span.TotalSeconds + days * 86_400.0
            : null;
    }

    /// <summary>A time without a zone is UTC; a number is seconds since 1970.</summary>
    public static DateTimeOffset? Time(string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
            return seconds is > 1e8 and < 1e11 ? DateTimeOffset.UnixEpoch.AddSeconds(seconds) : null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
    }

    private static void SetState(RawTrial trial, string header, string text)
    {
        var word = text[(text.LastIndexOf('.') + 1)..].ToUpperInvariant();
        trial.State = word switch
        {
            "COMPLETED" or "COMPLETE" or "FINISHED" or "SUCCESS" or "SUCCEEDED" or "DONE" or "OK" or "1" => TrialState.Completed,
            "PRUNED" or "STOPPED" or "EARLY_STOPPED" or "2" => TrialState.Pruned,
            "FAILED" or "FAIL" or "CRASHED" or "ERROR" or "ERRORED" or "3" => TrialState.Failed,
            "INFEASIBLE" => TrialState.Infeasible,
            "CANCELLED" or "CANCELED" or "KILLED" or "PREEMPTED" => TrialState.Cancelled,
            _ => null,
        };
        if (trial.State is not null) return;
        var isUnfinished = word is "RUNNING" or "WAITING" or "PROPOSED" or "PENDING" or "QUEUED" or "STARTING" or "0" or "4";
        trial.Refuse(header, isUnfinished ? $"must be a finished trial (was {text})" : $"must be completed, pruned, infeasible, failed or cancelled (was {text})");
    }

    private static long? Whole(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= 0 && number <= 1L << 53 && number == Math.Floor(number) ? (long)number : null;

    private static bool IsMissing(string text) => text is "nan" or "NaN" or "None" or "null" or "NA" or "N/A";

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
