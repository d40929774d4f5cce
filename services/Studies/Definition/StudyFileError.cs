namespace ArchOpt.Studies.Definition;

/// <summary>One mistake in a study file, for the person who wrote it.</summary>
/// <param name="Line">1 for the first line; 0 when the study did not come from a file.</param>
/// <param name="Column">1 for the first character of a line; 0 when the study did not come from a file.</param>
/// <param name="Path">Where in the study: <c>space.lr.low</c>, <c>initial[0].arch[1].width</c>; empty for the file as a whole.</param>
/// <param name="Message">The rule that is broken and the value that breaks it: <c>must be &gt; 0 for a log scale (was 0)</c>.</param>
public sealed record StudyFileError(int Line, int Column, string Path, string Message)
{
    /// <summary>One line: <c>file.yaml:12: space.lr.low: must be &gt; 0 for a log scale (was 0)</c>.</summary>
    public string Format(string? fileName)
    {
        var place = (fileName, Line) switch
        {
            (null, 0) => "",
            (null, _) => $"line {Line}: ",
            (_, 0) => $"{fileName}: ",
            _ => $"{fileName}:{Line}: ",
        };
        return Path.Length == 0 ? place + Message : $"{place}{Path}: {Message}";
    }

    public override string ToString() => Format(null);
}
