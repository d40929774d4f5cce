namespace ArchOpt.Search.Spaces;

/// <summary>How large a space may be. Far beyond real studies; they keep a wrong file from exhausting memory.</summary>
public static class SpaceLimits
{
    /// <summary>Parameters of the whole space, those of list elements counted once.</summary>
    public const int Parameters = 1_000;

    /// <summary>Values of one ordinal or categorical parameter, or of one clause of a condition.</summary>
    public const int Choices = 10_000;

    /// <summary>Lists within lists.</summary>
    public const int Depth = 4;

    /// <summary>Parameters with every list at its greatest length.</summary>
    public const int Slots = 10_000;

    /// <summary>Characters of a name.</summary>
    public const int NameLength = 128;

    /// <summary>Rules of one space.</summary>
    public const int Rules = 1_000;

    /// <summary>Characters of one rule.</summary>
    public const int RuleLength = 1_000;

    /// <summary>Largest magnitude of an int: beyond it, not every integer is a JSON number.</summary>
    public const long IntMagnitude = 1L << 53;
}
