using System.Collections.Immutable;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies;

/// <summary>Checks and completes numeric settings against their descriptions: the same for strategies and pruners.</summary>
internal static class SettingsValidation
{
    /// <summary>Every mistake, with the name of the setting as it was given as path.</summary>
    public static ImmutableArray<SpaceError> Check(string owner, ImmutableArray<SettingDescription> known, IReadOnlyDictionary<string, double> numbers)
    {
        var errors = ImmutableArray.CreateBuilder<SpaceError>();
        foreach (var (name, value) in numbers.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (known.FirstOrDefault(s => s.Name == name || s.Alias == name) is not { } setting)
                errors.Add(new(name, Unknown(owner, known, name)));
            else if (Problem(setting, value) is { } problem)
                errors.Add(new(name, problem));
            else if (name == setting.Alias && numbers.ContainsKey(setting.Name))
                errors.Add(new(name, $"is another name of {setting.Name}, which is given too"));
        }

        return errors.ToImmutable();
    }

    /// <summary>Under their own names, with the default of what is not given.</summary>
    public static ImmutableSortedDictionary<string, double> Fill(ImmutableArray<SettingDescription> known, IReadOnlyDictionary<string, double> numbers)
    {
        var filled = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        foreach (var setting in known)
        {
            if (setting.Default is { } value) filled[setting.Name] = value;
        }

        foreach (var (name, value) in numbers) filled[known.FirstOrDefault(s => s.Alias == name)?.Name ?? name] = value;
        return filled.ToImmutable();
    }

    private static string Unknown(string owner, ImmutableArray<SettingDescription> known, string name) => known.IsEmpty
        ? $"unknown setting '{name}'; {owner} has none"
        : $"unknown setting '{name}' of {owner}{NearestName.Hint(name, known.Select(s => s.Name))}";

    private static string? Problem(SettingDescription setting, double value)
    {
        if (!double.IsFinite(value)) return $"must be a finite number (was {value})";
        if (setting.WholeNumber && value != Math.Floor(value)) return $"must be a whole number (was {value})";
        return value < setting.Low || value > setting.High
            ? $"must be in [{setting.Low}, {setting.High}] (was {value})"
            : null;
    }
}
