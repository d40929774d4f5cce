using System.Collections.Immutable;
using System.Text.Json;

namespace ArchOpt.Contracts.Http;

/// <summary>What became of a file of finished trials: POST /studies/{study}/import.</summary>
public sealed record ImportView
{
    public required string Study { get; init; }

    /// <summary>Trials that were added.</summary>
    public required long Imported { get; init; }

    /// <summary>Rows of the file that were trials of the study before: it was imported already, as a whole or up to some row.</summary>
    public required long AlreadyThere { get; init; }

    /// <summary>Rows that could not be read and were left out.</summary>
    public required long Skipped { get; init; }

    /// <summary>What was wrong with the skipped rows: the first ones.</summary>
    public ImmutableArray<ImportProblemView> Problems { get; init; } = [];

    /// <summary>The numbers of the first and last added trial; null when none was.</summary>
    public long? First { get; init; }

    public long? Last { get; init; }

    public required ImmutableArray<ObjectiveView> Objectives { get; init; }

    public required ImmutableArray<ImportedParameterView> Parameters { get; init; }

    /// <summary>Objectives first, then the file's other metrics.</summary>
    public required ImmutableArray<string> Metrics { get; init; }

    /// <summary>Columns of the file that are nothing of a trial here, and why.</summary>
    public ImmutableArray<LeftOutColumnView> LeftOut { get; init; } = [];

    /// <summary>The parameter whose value names a trial's group; null without groups.</summary>
    public string? GroupParameter { get; init; }

    /// <summary>The study's definition as canonical JSON; of a dry run, that of the study that there would be.</summary>
    public required JsonElement Definition { get; init; }

    /// <summary>The study was created by this import; of a dry run, would be.</summary>
    public bool Created { get; init; }

    /// <summary>The study's space was inferred before, and had to grow.</summary>
    public bool Widened { get; init; }

    /// <summary>Nothing was stored.</summary>
    public bool DryRun { get; init; }

    /// <summary>The study's best trial after the import; null while there is none.</summary>
    public BestView? Best { get; init; }
}

/// <summary>A parameter of the study that trials were imported into.</summary>
/// <param name="Type">As in a study file: float, int, categorical, ordinal, constant, list.</param>
/// <param name="Values">For people: "a number in [0, 0.5]".</param>
public sealed record ImportedParameterView(string Name, string Type, string Values, bool Log);

/// <summary>A column of an imported file that was not used.</summary>
public sealed record LeftOutColumnView(string Name, string Reason);

/// <summary>Why a row of an imported file cannot be read.</summary>
/// <param name="Row">Its place among the file's trials, from 1; 0 for the file itself.</param>
/// <param name="Line">Of the file, from 1; 0 when not known.</param>
/// <param name="Field">The column or member; empty for the row as a whole.</param>
public sealed record ImportProblemView(long Row, long Line, string Field, string Message);
