namespace ArchOpt.Studies.Definition;

/// <summary>What a hypothesis of a study file means where it says nothing else.</summary>
public static class HypothesisDefaults
{
    public const double Alpha = 0.05;

    public const double MinimumEffect = 0;

    /// <summary>The word for one comparison within each value that was tried. A value of that name is written as a list of one.</summary>
    public const string Each = "each";
}
