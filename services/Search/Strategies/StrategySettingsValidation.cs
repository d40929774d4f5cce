using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies;

/// <summary>Checks the settings that a study file gives a strategy, and fills in what it leaves out.</summary>
public static class StrategySettingsValidation
{
    /// <summary>Every mistake, with the setting's name as path; empty when all are known and in range.</summary>
    public static ImmutableArray<SpaceError> CheckSettings(
        this StrategyDescription strategy, IReadOnlyDictionary<string, double> numbers, IReadOnlyDictionary<string, string>? choices = null) =>
        SettingsValidation.Check(strategy.Name, strategy.Settings, numbers, choices);

    /// <summary>The settings as a strategy takes them: defaults for what is not given, those of the choices made before the general ones.</summary>
    public static StrategySettings FillSettings(
        this StrategyDescription strategy,
        IReadOnlyDictionary<string, double> numbers,
        ImmutableArray<Configuration> configurations = default,
        IReadOnlyDictionary<string, string>? choices = null,
        ImmutableSortedDictionary<string, SettingTable>? tables = null) =>
        new(SettingsValidation.Fill(strategy.Settings, numbers, choices), configurations.IsDefault ? [] : configurations)
        {
            Choices = SettingsValidation.FillChoices(strategy.Settings, choices),
            Tables = tables ?? ImmutableSortedDictionary<string, SettingTable>.Empty,
        };
}
