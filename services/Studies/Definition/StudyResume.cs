namespace ArchOpt.Studies.Definition;

/// <summary>What offering a file for a study that exists amounts to.</summary>
public enum StudyResumption
{
    /// <summary>The same search and the same budget: go on.</summary>
    Same,

    /// <summary>The same search with another budget: go on under that.</summary>
    OtherBudget,

    /// <summary>Another search: its trials must not mix with those that are there.</summary>
    OtherSearch,
}

/// <param name="DifferentKey">The first top-level key of the file that differs; null when none does.</param>
public sealed record StudyComparison(StudyResumption Resumption, string? DifferentKey)
{
    public bool IsSameSearch => Resumption != StudyResumption.OtherSearch;
}

/// <summary>Decides whether a study can be continued with a file.</summary>
public static class StudyResume
{
    /// <summary>The same for a study whose evaluator settings may have been edited: a file may have those of the study's own file, or those in force.</summary>
    /// <param name="inForce">The existing study with the settings in force.</param>
    public static StudyComparison Compare(StudyDefinition existing, StudyDefinition inForce, StudyDefinition offered) =>
        Compare(existing, offered) is var declared && (declared.IsSameSearch || ReferenceEquals(existing, inForce)) ? declared : Compare(inForce, offered);

    /// <summary>Names are not compared: who asks has found the existing study by its name.</summary>
    public static StudyComparison Compare(StudyDefinition existing, StudyDefinition offered)
    {
        var before = StudyIdentity.Search(existing).ToDictionary(StringComparer.Ordinal);
        var after = StudyIdentity.Search(offered).ToDictionary(StringComparer.Ordinal);
        foreach (var key in before.Keys.Concat(after.Keys))
        {
            if (before.GetValueOrDefault(key) != after.GetValueOrDefault(key)) return new(StudyResumption.OtherSearch, key);
        }

        return existing.Budget == offered.Budget ? new(StudyResumption.Same, null) : new(StudyResumption.OtherBudget, "budget");
    }
}
