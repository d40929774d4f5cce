using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Import.Files;

/// <summary>One row of a file in the one form that all formats have in common. What is not known by its name waits in cells.</summary>
/// <param name="row">From 1.</param>
/// <param name="line">From 1; 0 when not known.</param>
internal sealed class RawTrial(long row, long line)
{
    public long Row { get; } = row;

    public long Line { get; } = line;

    /// <summary>Null: the file does not say.</summary>
    public TrialState? State { get; set; }

    public string Name { get; set; } = "";

    public long? Seed { get; set; }

    public string? Worker { get; set; }

    public DateTimeOffset? Started { get; set; }

    public DateTimeOffset? Ended { get; set; }

    public double? DurationSeconds { get; set; }

    public string? Error { get; set; }

    /// <summary>The first thing that is wrong with it; null for a readable row.</summary>
    public ImportProblem? Problem { get; private set; }

    /// <summary>By the number of the column; columns beyond its end are empty.</summary>
    public Cell[] Cells { get; set; } = [];

    public Cell this[int column] => column < Cells.Length ? Cells[column] : default;

    public void Refuse(string field, string message) => Problem ??= new(Row, Line, field, message);
}
