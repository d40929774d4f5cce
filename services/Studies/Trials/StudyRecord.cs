using System.Text.Json.Serialization;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Studies.Trials;

/// <summary>Where a study is in its life.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StudyStatus>))]
public enum StudyStatus
{
    Running,

    /// <summary>Nothing new is dispatched; what runs may finish.</summary>
    Paused,

    /// <summary>Ended by its budget or at the end of its space.</summary>
    Completed,

    /// <summary>Ended by a person.</summary>
    Cancelled,

    /// <summary>Ended because too many trials failed.</summary>
    Failed,
}

/// <summary>What a store keeps of a study beside its trials. Immutable, with revisions like a trial.</summary>
public sealed record StudyRecord
{
    /// <summary>Unique for ever: a study that is deleted and created anew gets another id, so old messages cannot touch it.</summary>
    public required string Id { get; init; }

    /// <summary>Unique in the store.</summary>
    public required string Name { get; init; }

    /// <summary>The definition as canonical JSON: as it was created, but see <see cref="SpaceIsInferred"/>.</summary>
    public required string Definition { get; init; }

    /// <summary>The budget now in force: a resumed study may have been given a larger one.</summary>
    public required Budget Budget { get; init; }

    /// <summary>Evaluator settings in the place of the definition's; null when nobody has edited them. See <see cref="SettingsInForce"/>.</summary>
    public EditedSettings? EditedSettings { get; init; }

    public StudyStatus Status { get; init; }

    /// <summary>Why it has this status, for people.</summary>
    public string Reason { get; init; } = "";

    public DateTimeOffset Created { get; init; }

    public DateTimeOffset? Ended { get; init; }

    /// <summary>Time spent in status Running before the last recorded change, over all starts.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The best trial's number, once the study has ended with one.</summary>
    public long? Best { get; init; }

    /// <summary>How many of its trials were imported: these use no budget. Runs behind the trials while an import is under way.</summary>
    public long Imported { get; init; }

    /// <summary>How many of its failed trials were given up. Runs behind the trials like <see cref="Imported"/>.</summary>
    public long Discarded { get; init; }

    /// <summary>
    /// The definition was inferred from imported trials, and nothing but imports has come of it: a further import may replace it by one with
    /// a wider space. Ends when the study is resumed, because proposals rest on the space.
    /// </summary>
    public bool SpaceIsInferred { get; init; }

    /// <summary>1 when created, one more with every change.</summary>
    public long Revision { get; init; } = 1;

    [JsonIgnore]
    public bool HasEnded => Status is StudyStatus.Completed or StudyStatus.Cancelled or StudyStatus.Failed;
}
