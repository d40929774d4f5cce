using System.Globalization;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Cli.Bench.Running;

/// <summary>A competitor: a strategy and its settings.</summary>
/// <param name="Label">Its name in tables: <c>tpe</c>, or with what differs from the defaults: <c>tpe{prior_weight=2}</c>.</param>
internal sealed record BenchStrategy(string Label, StrategyDescription Description, StrategySettings Settings)
{
    public static BenchStrategy Of(StrategyDescription description, IReadOnlyDictionary<string, double>? numbers = null)
    {
        var given = numbers is null ? [] : numbers.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}={pair.Value}")).ToArray();
        var label = given.Length == 0 ? description.Name : $"{description.Name}{{{string.Join(';', given)}}}";
        return new(label, description, description.FillSettings(numbers ?? new Dictionary<string, double>()));
    }
}
