using System.Collections.Immutable;

namespace ArchOpt.Studies.Import.Files;

/// <summary>The file as a whole cannot be read: it ends the reading and becomes the problems of row 0.</summary>
internal sealed class UnusableFileException(ImmutableArray<ImportProblem> problems) : Exception(problems[0].Message)
{
    public UnusableFileException(long line, string field, string message)
        : this([new ImportProblem(0, line, field, message)])
    {
    }

    public ImmutableArray<ImportProblem> Problems { get; } = problems;
}
