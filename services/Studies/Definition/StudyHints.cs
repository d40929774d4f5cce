using System.Collections.Immutable;

namespace ArchOpt.Studies.Definition;

/// <summary>What is allowed in a study and yet probably not meant.</summary>
public static class StudyHints
{
    private const int FewestSeeds = 2;

    /// <summary>One sentence for each; empty when there is nothing to say.</summary>
    public static ImmutableArray<string> Of(StudyDefinition study) => study.Replicates.Length >= FewestSeeds
        ? []
        : [.. study.Hypotheses.Select(hypothesis => $"{hypothesis.Id} compares single runs: give replicates with at least two seeds")];
}
