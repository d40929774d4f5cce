using ArchOpt.Search.Spaces;

namespace ArchOpt.Studies.Import;

/// <summary>How large an import may be. Far beyond real ones; they keep a wrong file from exhausting memory.</summary>
public static class ImportLimits
{
    /// <summary>Trials of one file.</summary>
    public const int Rows = 250_000;

    /// <summary>Columns of one file, as many as a configuration may have values.</summary>
    public const int Columns = SpaceLimits.Slots;

    /// <summary>Filled or empty cells of one file that are kept: rows times columns.</summary>
    public const long Cells = 25_000_000;

    /// <summary>Bytes of one line of a CSV file.</summary>
    public const int LineBytes = 1 << 20;

    /// <summary>Bytes of one trial of a JSON file.</summary>
    public const int TrialBytes = 16 << 20;

    /// <summary>Characters of a text that may be a value; longer ones are notes.</summary>
    public const int TextLength = 200;

    /// <summary>Problems that are listed; more are counted.</summary>
    public const int Problems = 1_000;
}
