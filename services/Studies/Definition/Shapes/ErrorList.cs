using System.Collections.Immutable;
using ArchOpt.Studies.Definition.Text;

namespace ArchOpt.Studies.Definition.Shapes;

/// <summary>Collects the mistakes of one file and finds the place of each.</summary>
internal sealed class ErrorList(StudyNode root)
{
    /// <summary>More are counted, not listed: nobody reads them, and a hostile file should not make us write them.</summary>
    public const int Shown = 200;

    private readonly List<StudyFileError> errors = [];

    public int Count => errors.Count;

    public void Add(string path, string message)
    {
        var (line, column) = NodePath.Locate(root, path);
        Add(line, column, path, message);
    }

    public void Add(int line, int column, string path, string message) => errors.Add(new(line, column, path, message));

    /// <summary>In the order of the file; mistakes at one place in the order in which they were found.</summary>
    public ImmutableArray<StudyFileError> InOrder()
    {
        ImmutableArray<StudyFileError> sorted = [.. errors.Distinct().OrderBy(error => error.Line).ThenBy(error => error.Column)];
        if (sorted.Length <= Shown) return sorted;
        var more = sorted.Length - Shown;
        return [.. sorted[..Shown], sorted[Shown] with { Path = "", Message = $"and {more:N0} more mistakes" }];
    }
}
