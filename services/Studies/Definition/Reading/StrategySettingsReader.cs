using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Strategies;
using ArchOpt.Studies.Definition.Shapes;
using ArchOpt.Studies.Definition.Text;

namespace ArchOpt.Studies.Definition.Reading;

/// <summary>Reads the settings of a strategy: numbers, flags (true is 1, false is 0), words, texts and tables of numbers.</summary>
internal static class StrategySettingsReader
{
    /// <param name="strategy">Says which settings there are and fills in what is not given.</param>
    /// <param name="settings">As the file has them; null when it has none.</param>
    /// <param name="configurations">What <c>explicit</c> runs.</param>
    /// <param name="check">What is wrong by shape is as if it was not given: it has its own message.</param>
    public static StrategySettings Read(
        StrategyDescription strategy, MappingNode? settings, ImmutableArray<Configuration> configurations, ShapeCheck check)
    {
        var numbers = new Dictionary<string, double>(StringComparer.Ordinal);
        var choices = new Dictionary<string, string>(StringComparer.Ordinal);
        var tables = ImmutableSortedDictionary.CreateBuilder<string, SettingTable>(StringComparer.Ordinal);
        foreach (var setting in strategy.Settings)
        {
            if (settings?.Find(setting.Name) is not { } node || !check.IsSound(node)) continue;
            if (node is MappingNode rows) tables[setting.Name] = Table(rows);
            else if (node is ScalarNode scalar && !setting.IsNumber) choices[setting.Name] = scalar.Text;
            else if (node is ScalarNode number) numbers[setting.Name] = number.Kind == ScalarKind.Flag ? Convert.ToDouble(number.Flag) : number.Number;
        }

        return strategy.FillSettings(numbers, configurations, choices, tables.ToImmutable());
    }

    private static SettingTable Table(MappingNode rows) => new(rows.Entries.ToImmutableSortedDictionary(
        row => row.Key,
        row => ((MappingNode)row.Value).Entries.ToImmutableSortedDictionary(cell => cell.Key, cell => ((ScalarNode)cell.Value).Number, StringComparer.Ordinal),
        StringComparer.Ordinal));
}
