using System.Collections.Immutable;

namespace ArchOpt.Search.Strategies;

/// <summary>A setting with its default and range: a number, a flag (<see cref="Flag"/>) or one of some words (<see cref="OneOf"/>).</summary>
/// <param name="Name">As written in the file: <c>initial_temperature</c>.</param>
/// <param name="Default">Used when the file does not say; null when the strategy derives it, which its documentation explains.</param>
/// <param name="Low">Smallest allowed value.</param>
/// <param name="High">Largest allowed value.</param>
/// <param name="WholeNumber">Only whole numbers are allowed.</param>
/// <param name="Meaning">What it does and in which unit, for people: the documentation and schema of study files show it.</param>
public sealed record SettingDescription(
    string Name, double? Default, double Low, double High, bool WholeNumber = false, string Meaning = "")
{
    /// <summary>Another product's name for it, accepted too; what is stored has <see cref="Name"/>.</summary>
    public string? Alias { get; init; }

    /// <summary>True when the file says true or false (1 and 0 are understood); a strategy reads <see cref="StrategySettings.Flag"/>.</summary>
    public bool IsFlag { get; private init; }

    /// <summary>The words to choose from, the default first; empty unless the setting is one of words. Then it is no number.</summary>
    public ImmutableArray<SettingChoice> Choices { get; private init; } = [];

    /// <summary>The word used when the file does not say; null for numbers and flags.</summary>
    public string? DefaultChoice => Choices.IsEmpty ? null : Choices[0].Name;

    public static SettingDescription Flag(string name, bool @default, string meaning) =>
        new(name, @default ? 1 : 0, 0, 1, WholeNumber: true, meaning) { IsFlag = true };

    /// <param name="name">As written in the file.</param>
    /// <param name="meaning">What is chosen.</param>
    /// <param name="choices">At least one; the first is the default.</param>
    public static SettingDescription OneOf(string name, string meaning, params ImmutableArray<SettingChoice> choices) =>
        new(name, null, 0, 0, Meaning: meaning) { Choices = choices };
}

/// <summary>One of the words that a setting can be.</summary>
/// <param name="Name">As written in the file: <c>seed</c>.</param>
/// <param name="Meaning">What it stands for.</param>
public sealed record SettingChoice(string Name, string Meaning)
{
    /// <summary>
    /// Numbers of the same strategy that have another default when this is chosen: so a preset is what it stands for,
    /// number by number, and the study's canonical text spells it out.
    /// </summary>
    public ImmutableSortedDictionary<string, double> Defaults { get; init; } = ImmutableSortedDictionary<string, double>.Empty;
}
