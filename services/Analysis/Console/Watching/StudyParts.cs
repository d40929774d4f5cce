namespace ArchOpt.Analysis.Console.Watching;

/// <summary>The ids of the live parts of a study's page.</summary>
internal static class StudyParts
{
    public const string State = "study-state",
        Figures = "study-figures",
        Counts = "study-counts",
        Progress = "study-progress",
        Complexity = "study-complexity",
        Groups = "study-groups",
        InFlight = "study-in-flight",
        Recent = "study-recent",
        Search = "study-search";
}
