using System.Collections.Immutable;
using System.Text.Json;
using ArchOpt.Studies.Definition.Editing;

namespace ArchOpt.Contracts.Http;

/// <summary>POST /failed/replay.</summary>
/// <param name="Study">Null for all studies.</param>
/// <param name="Trials">Null for all that failed; only with a study.</param>
/// <param name="DryRun">Say what would happen, and change nothing.</param>
/// <param name="Settings">
/// Corrects the study's evaluator settings before anything is replayed, as a JSON merge patch (RFC 7396): objects are merged, null removes.
/// For every attempt that starts from then on; only with a study.
/// </param>
public sealed record ReplayRequest(string? Study = null, ImmutableArray<long>? Trials = null, bool DryRun = false, JsonElement? Settings = null);

/// <summary>What became of it; safe to repeat.</summary>
public sealed record ReplayView(bool DryRun, ImmutableArray<ReplayedStudyView> Studies)
{
    /// <summary>The settings that are not what they were; empty when they were right already, null when no change was asked for.</summary>
    public ImmutableArray<SettingChangeView>? Settings { get; init; }
}

/// <summary>One evaluator setting that was changed.</summary>
/// <param name="Path">Keys with dots between: <c>a.b</c>.</param>
/// <param name="Before">Null where it was not given.</param>
/// <param name="After">Null where it is not given any more.</param>
public sealed record SettingChangeView(string Path, JsonElement? Before, JsonElement? After)
{
    public static ImmutableArray<SettingChangeView> Between(string before, string after) =>
        [.. SettingsDifference.Of(before, after).Select(change => new SettingChangeView(change.Path, Parse(change.Before), Parse(change.After)))];

    private static JsonElement? Parse(string? json) => json is null ? null : JsonSerializer.Deserialize<JsonElement>(json);
}

/// <summary>One study's part.</summary>
public sealed record ReplayedStudyView
{
    public required string Study { get; init; }

    /// <summary>The trials that run again; of a dry run, that would.</summary>
    public ImmutableArray<long> Replayed { get; init; } = [];

    /// <summary>The trials that were left as they are.</summary>
    public ImmutableArray<SkippedReplayView> Skipped { get; init; } = [];

    /// <summary>The study is paused: its replayed trials run when it is resumed.</summary>
    public bool Paused { get; init; }

    /// <summary>Why nothing of the study is replayed; null when something may be.</summary>
    public string? Refusal { get; init; }
}

/// <summary>A trial that is not replayed, or not discarded.</summary>
public sealed record SkippedReplayView(long Number, string Reason);
