using ArchOpt.Studies.Definition;

namespace ArchOpt.Cli.Files;

/// <summary>What the options of <c>archopt run</c> say instead of the study file; null leaves the file's word.</summary>
internal sealed record StudyOverrides(string? Name, long? Seed, long? Trials, int? Parallelism)
{
    public bool IsEmpty => this == new StudyOverrides(null, null, null, null);

    public StudyDefinition Apply(StudyDefinition study) => study with
    {
        Name = Name ?? study.Name,
        Seed = Seed ?? study.Seed,
        Budget = study.Budget with
        {
            Trials = Trials ?? study.Budget.Trials,
            Parallelism = Parallelism ?? study.Budget.Parallelism,
        },
    };
}
