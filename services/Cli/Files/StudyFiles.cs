using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Cli.Files;

internal static class StudyFiles
{
    public static string Schema => "{}";

    public static async Task<StudyDefinition> ReadAsync(string path, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var file = await InputFile.ReadAsync(path, surroundings, cancellationToken);
        throw CliException.Wrong($"{file.Name}: cannot be read yet");
    }

    public static string ToJson(StudyDefinition study) => study.Name;

    public static string ToYaml(StudyDefinition study) => study.Name;

    public static string ToYaml(StudyView study) => study.Name;
}
