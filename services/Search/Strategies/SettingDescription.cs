using System.Collections.Immutable;

namespace ArchOpt.Search.Strategies;

/// <summary>
/// A setting with its default and range: a number, a flag (<see cref="Flag"/>), one of some words (<see cref="OneOf"/>), a text
/// (<see cref="Text"/>) or a table of numbers (<see cref="Table"/>).
/// </summary>
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

    /// <summary>True for a text; a strategy reads <see cref="StrategySettings.Text"/>.</summary>
    public bool IsText => MaxLength > 0;

    /// <summary>The most characters of a text; 0 for the others.</summary>
    public int MaxLength { get; private init; }

    /// <summary>The numbers that a row of the table may have, each optional; empty for the others. A strategy reads <see cref="StrategySettings.Table"/>.</summary>
    public ImmutableArray<SettingDescription> Columns { get; private init; } = [];

    /// <summary>A number or a flag: what <see cref="StrategySettings.Numbers"/> holds.</summary>
    public bool IsNumber => Choices.IsEmpty && !IsText && Columns.IsEmpty;

    public static SettingDescription Flag(string name, bool @default, string meaning) =>
        new(name, @default ? 1 : 0, 0, 1, WholeNumber: true, meaning) { IsFlag = true };

    /// <param name="name">As written in the file.</param>
    /// <param name="meaning">What is chosen.</param>
    /// <param name="choices">At least one; the first is the default.</param>
    public static SettingDescription OneOf(string name, string meaning, params ImmutableArray<SettingChoice> choices) =>
        new(name, null, 0, 0, Meaning: meaning) { Choices = choices };

    /// <summary>A text without default: the strategy's documentation says what its absence means.</summary>
    public static SettingDescription Text(string name, int maxLength, string meaning) =>
        new(name, null, 0, 0, Meaning: meaning) { MaxLength = maxLength };

    /// <summary>Named rows of numbers (<c>reduce: { n_layers: { factor: 0.8, low: 2 } }</c>), without default.</summary>
    public static SettingDescription Table(string name, string meaning, params ImmutableArray<SettingDescription> columns) =>
        new(name, null, 0, 0, Meaning: meaning) { Columns = columns };
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
