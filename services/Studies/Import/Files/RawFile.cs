namespace ArchOpt.Studies.Import.Files;

/// <summary>What the file says a column is; Free where it says nothing.</summary>
internal enum ColumnRole
{
    Free,
    Parameter,

    /// <summary>A parameter's value that stands in where the parameter itself has none (Optuna's <c>forced_</c> attributes).</summary>
    Forced,
    Metric,

    /// <summary>What the file itself calls the objective, whatever its name is.</summary>
    Objective,
}

/// <summary>One column of values.</summary>
/// <param name="Number">Its place in a row's cells.</param>
/// <param name="Header">As the file has it, for messages.</param>
/// <param name="Name">Of the parameter (a path such as <c>arch[0].width</c>) or metric; without the file's prefix.</param>
internal sealed record RawColumn(int Number, string Header, string Name, ColumnRole Role)
{
    public CellText Texts { get; } = new();
}

/// <summary>A file in the one form that all formats have in common.</summary>
internal sealed class RawFile
{
    private readonly Dictionary<(ColumnRole Role, string Name), RawColumn> byName = [];
    private readonly List<RawColumn> columns = [];
    private readonly List<RawTrial> trials = [];
    private long cells;

    public IReadOnlyList<RawColumn> Columns => columns;

    public IReadOnlyList<RawTrial> Trials => trials;

    /// <summary>Whether the columns stand in an order that means something: a header, not the accident of which row came first.</summary>
    public bool HasHeader { get; init; }

    /// <summary>Whether it is a table that <c>archopt export</c> wrote: its objective is the first column, metrics come before parameters.</summary>
    public bool IsOurTable { get; set; }

    /// <summary>Whether it tells parameters from everything else, as our files and Optuna's do; a config of W&amp;B holds paths and notes, too.</summary>
    public bool HasCertainParameters { get; set; }

    /// <summary>Columns that were recognised and are not read, with the reason.</summary>
    public Dictionary<string, string> LeftOut { get; } = new(StringComparer.Ordinal);

    /// <summary>The column of this name and role, made when there is none.</summary>
    /// <exception cref="UnusableFileException">Too many columns.</exception>
    public RawColumn Column(string header, string name, ColumnRole role)
    {
        if (byName.TryGetValue((role, name), out var column)) return column;
        if (columns.Count == ImportLimits.Columns) throw new UnusableFileException(0, header, $"a file must have at most {ImportLimits.Columns:N0} columns");
        column = new(columns.Count, header, name, role);
        columns.Add(column);
        byName.Add((role, name), column);
        return column;
    }

    public bool Has(string name, ColumnRole role) => byName.ContainsKey((role, name));

    /// <exception cref="UnusableFileException">Too many rows or cells.</exception>
    public void Add(RawTrial trial)
    {
        if (trials.Count == ImportLimits.Rows)
            throw new UnusableFileException(trial.Line, "", $"a file must have at most {ImportLimits.Rows:N0} trials; import it in parts");
        cells += trial.Cells.Length;
        if (cells > ImportLimits.Cells)
            throw new UnusableFileException(trial.Line, "", $"a file must have at most {ImportLimits.Cells:N0} cells; leave out columns, or import it in parts");
        trials.Add(trial);
    }
}
