using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Cli.Files;

/// <summary>Study files as the command reads and writes them.</summary>
internal static class StudyFiles
{
    /// <summary>The study in a file, valid in every respect.</summary>
    /// <exception cref="CliException">One line for each mistake: <c>file.yaml:12: space.lr.low: must be &gt; 0 for a log scale (was 0)</c>.</exception>
    public static async Task<StudyDefinition> ReadAsync(string path, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var file = await InputFile.ReadAsync(path, surroundings, cancellationToken);
        return Accept(StudyFile.Read(file.Bytes, file.Name));
    }

    /// <summary>The study with what the call says instead of the file.</summary>
    /// <exception cref="CliException">What the call says is not valid.</exception>
    public static StudyDefinition Apply(StudyOverrides overrides, StudyDefinition study) =>
        overrides.IsEmpty ? study : Accept(StudyFile.Check(overrides.Apply(study)));

    /// <summary>The definition of a study on a server, with the evaluator settings in force, as a file for people.</summary>
    /// <exception cref="InvalidDataException">The server's definition is none that this version understands.</exception>
    public static string ToYaml(StudyView study)
    {
        var definition = study.Definition ?? throw new InvalidDataException($"The server answered study {study.Name} without its definition.");
        var result = StudyFile.Read(definition.GetRawText());
        return result.IsValid
            ? StudyFileWriter.ToYaml(InForce(result.Definition, study))
            : throw new InvalidDataException($"The definition of {study.Name} is not understood: {result.Lines[0]}");
    }

    /// <summary>The definition as the study is evaluated now.</summary>
    public static StudyDefinition InForce(StudyDefinition definition, StudyView study) => study.EditedSettings is { } edited
        ? definition with { Evaluator = definition.Evaluator with { Settings = edited.Settings.GetRawText() } }
        : definition;

    private static StudyDefinition Accept(StudyFileResult result) =>
        result.IsValid ? result.Definition : throw new CliException(ExitCode.Wrong, result.Lines);
}
