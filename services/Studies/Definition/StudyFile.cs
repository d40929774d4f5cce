using ArchOpt.Studies.Definition.Reading;
using ArchOpt.Studies.Definition.Text;

namespace ArchOpt.Studies.Definition;

/// <summary>
/// Reads study files: YAML (1.2, one document, no tags) or JSON. Every mistake is found in one go, each once, with its
/// line; a definition comes out only when there is none.
/// </summary>
/// <remarks>Pure and thread-safe. Files are bounded: 1 MiB, 64 levels, 200,000 values with YAML aliases written out.</remarks>
public static class StudyFile
{
    /// <summary>Largest file, in bytes of UTF-8.</summary>
    public const int MaxBytes = TextLimits.Bytes;

    /// <param name="fileName">For messages, and to tell JSON (.json) from YAML (.yaml, .yml); without it the text decides.</param>
    public static StudyFileResult Read(string text, string? fileName = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return StudyReader.Read(StudyText.Parse(text, fileName), fileName);
        }
        catch (StudySyntaxException e)
        {
            return new(null, [new(e.Line, e.Column, "", e.Message)], fileName);
        }
    }

    /// <summary>The same from the bytes of a file or a request: UTF-8, with or without a byte order mark.</summary>
    public static StudyFileResult Read(ReadOnlySpan<byte> bytes, string? fileName = null)
    {
        string text;
        try
        {
            text = StudyText.Decode(bytes);
        }
        catch (StudySyntaxException e)
        {
            return new(null, [new(e.Line, e.Column, "", e.Message)], fileName);
        }

        return Read(text, fileName);
    }

    /// <summary>
    /// Checks a definition that was changed after it was read (<c>--trials</c>, <c>--seed</c>) by the rules for files.
    /// Errors have no line: there is no file that has them.
    /// </summary>
    public static StudyFileResult Check(StudyDefinition definition)
    {
        var result = Read(StudyFileWriter.Write(definition));
        return new(result.Definition, [.. result.Errors.Select(error => error with { Line = 0, Column = 0 })], fileName: null);
    }
}
