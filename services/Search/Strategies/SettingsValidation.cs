using System.Collections.Immutable;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies;

/// <summary>Checks and completes settings against their descriptions: the same for strategies and pruners.</summary>
internal static class SettingsValidation
{
    private static readonly ImmutableSortedDictionary<string, string> NoChoices = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Every mistake, with the name of the setting as it was given as path.</summary>
    /// <param name="owner">Whose settings they are, for messages.</param>
    /// <param name="known">Those it has.</param>
    /// <param name="numbers">Given numbers and flags.</param>
    /// <param name="choices">Given words; null for none.</param>
    public static ImmutableArray<SpaceError> Check(
        string owner, ImmutableArray<SettingDescription> known, IReadOnlyDictionary<string, double> numbers, IReadOnlyDictionary<string, string>? choices = null)
    {
        var given = numbers.Select(pair => (pair.Key, Problem: Known(pair.Key, setting => Problem(setting, pair.Value) ?? Twice(setting, pair.Key))))
            .Concat((choices ?? NoChoices).Select(pair => (pair.Key, Problem: Known(pair.Key, setting => Problem(setting, pair.Value)))));
        return [.. given.Where(one => one.Problem is not null)
            .OrderBy(one => one.Key, StringComparer.Ordinal)
            .Select(one => new SpaceError(one.Key, one.Problem!))];

        string? Known(string name, Func<SettingDescription, string?> check) => Find(known, name) is { } setting ? check(setting) : Unknown(owner, known, name);

        string? Twice(SettingDescription setting, string name) =>
            name == setting.Alias && numbers.ContainsKey(setting.Name) ? $"is another name of {setting.Name}, which is given too" : null;
    }

    /// <summary>Numbers under their own names, with the default of what is not given; those of the choices made go before the general ones.</summary>
    public static ImmutableSortedDictionary<string, double> Fill(
        ImmutableArray<SettingDescription> known, IReadOnlyDictionary<string, double> numbers, IReadOnlyDictionary<string, string>? choices = null)
    {
        var filled = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        foreach (var setting in known)
        {
            if (setting.Default is { } value) filled[setting.Name] = value;
        }

        var chosen = FillChoices(known, choices);
        foreach (var (name, value) in known.SelectMany(setting => setting.Choices.Where(choice => chosen[setting.Name] == choice.Name)).SelectMany(choice => choice.Defaults))
            filled[name] = value;
        foreach (var (name, value) in numbers) filled[Find(known, name)?.Name ?? name] = value;
        return filled.ToImmutable();
    }

    /// <summary>A word for each setting that is one of words.</summary>
    public static ImmutableSortedDictionary<string, string> FillChoices(ImmutableArray<SettingDescription> known, IReadOnlyDictionary<string, string>? choices)
    {
        var chosen = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var setting in known)
        {
            if (setting.DefaultChoice is { } word) chosen[setting.Name] = word;
        }

        foreach (var (name, word) in choices ?? NoChoices) chosen[name] = word;
        return chosen.ToImmutable();
    }

    private static SettingDescription? Find(ImmutableArray<SettingDescription> known, string name) =>
        known.FirstOrDefault(setting => setting.Name == name || setting.Alias == name);

    private static string Unknown(string owner, ImmutableArray<SettingDescription> known, string name) => known.IsEmpty
        ? $"unknown setting '{name}'; {owner} has none"
        : $"unknown setting '{name}' of {owner}{NearestName.Hint(name, known.Select(s => s.Name))}";

    private static string? Problem(SettingDescription setting, double value)
    {
        if (!setting.Choices.IsEmpty) return $"must be one of {Words(setting)} (was {value})";
        if (!setting.IsNumber) return $"must be {(setting.IsText ? "a text" : "a table")} (was {value})";
        if (!double.IsFinite(value)) return $"must be a finite number (was {value})";
        if (setting.IsFlag) return value is 0 or 1 ? null : $"must be true or false (was {value})";
        if (setting.WholeNumber && value != Math.Floor(value)) return $"must be a whole number (was {value})";
        return value < setting.Low || value > setting.High
            ? $"must be in [{setting.Low}, {setting.High}] (was {value})"
            : null;
    }

    private static string? Problem(SettingDescription setting, string word)
    {
        if (setting.IsText) return word.Length <= setting.MaxLength ? null : $"must have at most {setting.MaxLength:N0} characters (has {word.Length:N0})";
        if (!setting.Columns.IsEmpty) return $"must be a table (was '{word}')";
        if (setting.Choices.IsEmpty) return $"must be {(setting.IsFlag ? "true or false" : "a number")} (was '{word}')";
        if (setting.Choices.Any(choice => choice.Name == word)) return null;
        return $"must be one of {Words(setting)} (was '{word}'){NearestName.Hint(word, setting.Choices.Select(choice => choice.Name))}";
    }

    private static string Words(SettingDescription setting) => string.Join(", ", setting.Choices.Select(choice => choice.Name));
}
