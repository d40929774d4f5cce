namespace ArchOpt.Evaluation.Evaluators.Tables;

/// <summary>
/// The tables of one directory and nothing outside it, since a study's author chooses the name. Read once and kept
/// until the file changes; a bounded number at a time.
/// </summary>
/// <param name="directory">The directory; relative to the working directory.</param>
internal sealed class TableDirectory(string directory)
{
    private const int MaxTables = 8;
    private const long MaxBytes = 256L << 20;
    private readonly string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
    private readonly Dictionary<string, (DateTime Written, long Length, LookupTable Table)> tables = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <exception cref="FormatException">The name leaves the directory, names no file, or one that is no table.</exception>
    /// <exception cref="IOException">The file cannot be read at the moment.</exception>
    public LookupTable Open(string name)
    {
        var file = new FileInfo(Path.GetFullPath(name, root));
        if (!IsInside(file.FullName)) throw new FormatException($"settings.table: must lie in the worker's directory of tables (was '{name}').");
        if (!file.Exists) throw new FormatException($"settings.table: there is no file '{name}' in the worker's directory of tables.");
        if (file.ResolveLinkTarget(returnFinalTarget: true) is { } target && !IsInside(target.FullName))
            throw new FormatException($"settings.table: '{name}' is a link that leaves the worker's directory of tables.");
        if (file.Length > MaxBytes) throw new FormatException($"settings.table: '{name}' must not be over {MaxBytes >> 20} MiB (is {file.Length >> 20}).");
        lock (gate)
        {
            if (tables.TryGetValue(file.FullName, out var known) && known.Written == file.LastWriteTimeUtc && known.Length == file.Length) return known.Table;
            var table = Read(file, name);
            if (tables.Count >= MaxTables) tables.Clear();
            tables[file.FullName] = (file.LastWriteTimeUtc, file.Length, table);
            return table;
        }
    }

    private static LookupTable Read(FileInfo file, string name)
    {
        using var text = file.OpenText();
        try
        {
            return LookupTable.Read(text);
        }
        catch (FormatException e)
        {
            throw new FormatException($"settings.table: '{name}': {e.Message}", e);
        }
    }

    private bool IsInside(string path) => path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
        || (root == Path.GetPathRoot(root) && path.StartsWith(root, StringComparison.Ordinal));
}
