using System.Collections.Immutable;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Studies.Import;

public enum ImportFormat
{
    /// <summary>A header and one trial a line; the columns of <c>archopt export</c> are known by their names.</summary>
    Csv,

    /// <summary>An array of trials, or one a line: ours, or flat objects.</summary>
    Json,

    /// <summary>A list of <c>{number, value or values, state, params, user_attrs}</c>.</summary>
    Optuna,

    /// <summary>Runs of Weights and Biases with <c>config</c> and <c>summary</c>; or its CSV export.</summary>
    Wandb,
}

/// <summary>How to read a file of finished trials.</summary>
public sealed record ImportRequest
{
    /// <summary>Into which study.</summary>
    public required string Study { get; init; }

    /// <summary>The file's name, for messages and for its format.</summary>
    public string FileName { get; init; } = "";

    /// <summary>Null: told from the name and the first bytes.</summary>
    public ImportFormat? Format { get; init; }

    /// <summary>The metric to optimise; null: the study's, the file's only one, or one with an unmistakable name.</summary>
    public string? Objective { get; init; }

    /// <summary>Null: the study's, else maximize where the objective's name says that more is better (<c>val_auc</c>), and minimize where it does not.</summary>
    public Goal? Goal { get; init; }

    /// <summary>A column that names each trial's group; or, when no column has this name, the group of all trials of the file.</summary>
    public string? Group { get; init; }

    /// <summary>The columns that are parameters; empty: whatever is neither a metric nor known by its name.</summary>
    public ImmutableArray<string> Parameters { get; init; } = [];
}

/// <summary>Where imported trials go.</summary>
/// <param name="Definition">The study as it is.</param>
/// <param name="MayWiden">Whether its space was only inferred, and may grow with what comes.</param>
/// <param name="Trials">What it holds already, when its space may grow: the wider space has to hold them too.</param>
public sealed record ImportTarget(StudyDefinition Definition, bool MayWiden, ImmutableArray<ImportedTrial> Trials);

/// <summary>What was wrong with one row, or with the whole file (row 0).</summary>
/// <param name="Row">Its place among the file's trials, from 1; 0 for the file itself.</param>
/// <param name="Line">Of the file, from 1; 0 when not known.</param>
/// <param name="Field">The column or member; empty for the row as a whole.</param>
/// <param name="Message">Value and rule.</param>
public sealed record ImportProblem(long Row, long Line, string Field, string Message);

/// <summary>A file of finished trials, read.</summary>
/// <param name="Definition">The study that can hold them: the target's, a wider one, or a new one; null when the file as a whole is unusable.</param>
/// <param name="Trials">The readable ones, in the file's order.</param>
/// <param name="Problems">In the file's order, at most a thousand.</param>
/// <param name="BadRows">How many rows cannot be read.</param>
/// <param name="File">Identifies content and options: 16 hexadecimal digits.</param>
public sealed record ImportReading(StudyDefinition? Definition, ImmutableArray<ImportedTrial> Trials, ImmutableArray<ImportProblem> Problems, long BadRows, string File)
{
    /// <summary>What the file turned out to be.</summary>
    public ImportFormat Format { get; init; }

    /// <summary>The metrics that are optimised, for people to check; the first decides.</summary>
    public ImmutableArray<string> Objectives { get; init; } = [];

    /// <summary>What was taken as a parameter, for people to check: lists by their name, the group too.</summary>
    public ImmutableArray<string> Parameters { get; init; } = [];

    /// <summary>What was taken as a metric beside the objectives, for people to check.</summary>
    public ImmutableArray<string> Metrics { get; init; } = [];

    /// <summary>Columns that are neither, with the reason.</summary>
    public ImmutableArray<LeftOutColumn> LeftOut { get; init; } = [];
}

/// <summary>A column that was not read.</summary>
/// <param name="Column">As the file has it.</param>
/// <param name="Reason">Why, in a few words.</param>
public sealed record LeftOutColumn(string Column, string Reason);
