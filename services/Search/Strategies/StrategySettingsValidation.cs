using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies;

/// <summary>Checks the settings that a study file gives a strategy, and fills in what it leaves out.</summary>
public static class StrategySettingsValidation
{
    private static readonly ImmutableSortedDictionary<string, string> NoChoices = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Every mistake, with the setting's name as path; empty when all are known and in range.</summary>
    public static ImmutableArray<SpaceError> CheckSettings(
        this StrategyDescription strategy, IReadOnlyDictionary<string, double> numbers, IReadOnlyDictionary<string, string>? choices = null)
    {
        var given = numbers.Select(pair => (pair.Key, Problem: Problem(strategy, pair.Key, setting => Problem(setting, pair.Value))))
            .Concat((choices ?? NoChoices).Select(pair => (pair.Key, Problem: Problem(strategy, pair.Key, setting => Problem(setting, pair.Value)))));
        return [.. given.Where(one => one.Problem is not null)
            .OrderBy(one => one.Key, StringComparer.Ordinal)
            .Select(one => new SpaceError(one.Key, one.Problem!))];
    }

    /// <summary>The settings as a strategy takes them: defaults for what is not given, those of the choices made before the general ones.</summary>
    public static StrategySettings FillSettings(
        this StrategyDescription strategy,
        IReadOnlyDictionary<string, double> numbers,
        ImmutableArray<Configuration> configurations = default,
        IReadOnlyDictionary<string, string>? choices = null)
    {
        var filled = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        var chosen = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var setting in strategy.Settings)
        {
            if (setting.Default is { } value) filled[setting.Name] = value;
            if (setting.DefaultChoice is { } word) chosen[setting.Name] = word;
        }

        foreach (var (name, word) in choices ?? NoChoices) chosen[name] = word;
        foreach (var (name, value) in strategy.Settings.SelectMany(setting => setting.Choices.Where(choice => chosen[setting.Name] == choice.Name)).SelectMany(choice => choice.Defaults))
            filled[name] = value;
        foreach (var (name, value) in numbers) filled[name] = value;
        return new(filled.ToImmutable(), configurations.IsDefault ? [] : configurations) { Choices = chosen.ToImmutable() };
    }

    private static string? Problem(StrategyDescription strategy, string name, Func<SettingDescription, string?> check)
    {
        if (strategy.Settings.FirstOrDefault(s => s.Name == name) is { } setting) return check(setting);
        return strategy.Settings.IsEmpty
            ? $"unknown setting '{name}'; {strategy.Name} has none"
            : $"unknown setting '{name}' of {strategy.Name}{NearestName.Hint(name, strategy.Settings.Select(s => s.Name))}";
    }

    private static string? Problem(SettingDescription setting, double value)
    {
        if (!setting.Choices.IsEmpty) return $"must be one of {Words(setting)} (was {value})";
        if (!double.IsFinite(value)) return $"must be a finite number (was {value})";
        if (setting.IsFlag) return value is 0 or 1 ? null : $"must be true or false (was {value})";
        if (setting.WholeNumber && value != Math.Floor(value)) return $"must be a whole number (was {value})";
        return value < setting.Low || value > setting.High
            ? $"must be in [{setting.Low}, {setting.High}] (was {value})"
            : null;
    }

    private static string? Problem(SettingDescription setting, string word)
    {
        if (setting.Choices.IsEmpty) return $"must be {(setting.IsFlag ? "true or false" : "a number")} (was '{word}')";
        if (setting.Choices.Any(choice => choice.Name == word)) return null;
        return $"must be one of {Words(setting)} (was '{word}'){NearestName.Hint(word, setting.Choices.Select(choice => choice.Name))}";
    }

    private static string Words(SettingDescription setting) => string.Join(", ", setting.Choices.Select(choice => choice.Name));
}
