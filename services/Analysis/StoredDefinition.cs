using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis;

internal static class StoredDefinition
{
    /// <summary>The definition that the study was created with.</summary>
    /// <exception cref="InvalidOperationException">The stored text is no valid definition; only a newer program or a hand can have written it.</exception>
    public static StudyDefinition ReadDefinition(this StudyRecord study)
    {
        var read = StudyFile.Read(study.Definition, study.Name + ".json");
        return read.Definition
            ?? throw new InvalidOperationException($"The stored definition of '{study.Name}' must be valid: {string.Join("; ", read.Lines)}");
    }
}
