using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies;

/// <summary>Checks the settings that a study file gives a strategy, and fills in what it leaves out.</summary>
public static class StrategySettingsValidation
{
    /// <summary>Every mistake, with the setting's name as path; empty when all are known and in range.</summary>
    public static ImmutableArray<SpaceError> CheckSettings(this StrategyDescription strategy, IReadOnlyDictionary<string, double> numbers)
    {
        var errors = ImmutableArray.CreateBuilder<SpaceError>();
        foreach (var (name, value) in numbers.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (strategy.Settings.FirstOrDefault(s => s.Name == name) is { } setting)
            {
                if (Problem(setting, value) is { } problem) errors.Add(new(name, problem));
            }
            else
            {
                errors.Add(new(name, strategy.Settings.IsEmpty
                    ? $"unknown setting '{name}'; {strategy.Name} has none"
                    : $"unknown setting '{name}' of {strategy.Name}{NearestName.Hint(name, strategy.Settings.Select(s => s.Name))}"));
            }
        }

        return errors.ToImmutable();
    }

    /// <summary>The settings as a strategy takes them: defaults for what is not given.</summary>
    public static StrategySettings FillSettings(
        this StrategyDescription strategy, IReadOnlyDictionary<string, double> numbers, ImmutableArray<Configuration> configurations = default)
    {
        var filled = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        foreach (var setting in strategy.Settings)
        {
            if (setting.Default is { } value) filled[setting.Name] = value;
        }

        foreach (var (name, value) in numbers) filled[name] = value;
        return new(filled.ToImmutable(), configurations.IsDefault ? [] : configurations);
    }

    private static string? Problem(SettingDescription setting, double value)
    {
        if (!double.IsFinite(value)) return $"must be a finite number (was {value})";
        if (setting.WholeNumber && value != Math.Floor(value)) return $"must be a whole number (was {value})";
        return value < setting.Low || value > setting.High
            ? $"must be in [{setting.Low}, {setting.High}] (was {value})"
            : null;
    }
}
