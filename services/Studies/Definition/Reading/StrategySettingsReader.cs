using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Strategies;
using ArchOpt.Studies.Definition.Shapes;
using ArchOpt.Studies.Definition.Text;

namespace ArchOpt.Studies.Definition.Reading;

/// <summary>Reads the settings of a strategy: numbers, flags (true is 1, false is 0) and words.</summary>
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
        foreach (var setting in strategy.Settings)
        {
            if (settings?.Find(setting.Name) is not ScalarNode node || !check.IsSound(node)) continue;
            if (!setting.Choices.IsEmpty) choices[setting.Name] = node.Text;
            else numbers[setting.Name] = node.Kind == ScalarKind.Flag ? Convert.ToDouble(node.Flag) : node.Number;
        }

        return strategy.FillSettings(numbers, configurations, choices);
    }
}
