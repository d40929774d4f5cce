using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace ArchOpt.Studies.Definition;

/// <summary>What reading a study file gave: a definition, or every mistake in the order of the file.</summary>
public sealed record StudyFileResult
{
    internal StudyFileResult(StudyDefinition? definition, ImmutableArray<StudyFileError> errors, string? fileName)
    {
        Definition = definition;
        Errors = errors;
        FileName = fileName;
    }

    /// <summary>Valid in every respect; null when there are errors.</summary>
    public StudyDefinition? Definition { get; }

    /// <summary>Empty exactly when there is a definition.</summary>
    public ImmutableArray<StudyFileError> Errors { get; }

    /// <summary>As it was given to the reader; it starts every line of <see cref="Lines"/>.</summary>
    public string? FileName { get; }

    [MemberNotNullWhen(true, nameof(Definition))]
    public bool IsValid => Definition is not null;

    /// <summary>One line per mistake, ready to print.</summary>
    public ImmutableArray<string> Lines => [.. Errors.Select(error => error.Format(FileName))];
}
