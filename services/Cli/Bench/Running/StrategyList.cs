using System.Collections.Immutable;
using System.Globalization;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Cli.Bench.Running;

/// <summary>Reads <c>--strategies random,simulated-annealing{cooling=0.9;warm_up=5}</c>.</summary>
internal static class StrategyList
{
    private const string Option = "--strategies";

    /// <summary>All strategies that search by themselves: without lists to run through, and without those that need a finite space.</summary>
    public static ImmutableArray<BenchStrategy> Default =>
    [
        .. StrategyCatalogue.All
            .Where(strategy => !strategy.TakesConfigurations && strategy.Name != GridSearch.Name)
            .Select(strategy => BenchStrategy.Of(strategy)),
    ];

    /// <exception cref="CliException">A name or a setting is wrong; every mistake has a line.</exception>
    public static ImmutableArray<BenchStrategy> Parse(string text)
    {
        var mistakes = ImmutableArray.CreateBuilder<string>();
        var strategies = ImmutableArray.CreateBuilder<BenchStrategy>();
        foreach (var item in Split(text))
        {
            var brace = item.IndexOf('{', StringComparison.Ordinal);
            var name = (brace < 0 ? item : item[..brace]).Trim();
            if (StrategyCatalogue.Find(name) is not { TakesConfigurations: false } description)
            {
                var names = StrategyCatalogue.All.Where(strategy => !strategy.TakesConfigurations).Select(strategy => strategy.Name).ToArray();
                var hint = NearestName.Hint(name, names);
                mistakes.Add($"{Option}: '{name}' is no strategy that can be compared{(hint.Length > 0 ? hint : $"; there are {string.Join(", ", names)}")}");
            }
            else if (brace >= 0 && !item.EndsWith('}'))
            {
                mistakes.Add($"{Option}: '{item}': a '}}' is missing");
            }
            else if (Settings(brace < 0 ? "" : item[(brace + 1)..^1], description, mistakes) is { } numbers)
            {
                var strategy = BenchStrategy.Of(description, numbers);
                if (strategies.Any(other => other.Label == strategy.Label)) mistakes.Add($"{Option}: '{strategy.Label}' is given twice");
                else strategies.Add(strategy);
            }
        }

        if (mistakes.Count == 0 && strategies.Count == 0) mistakes.Add($"{Option}: must name at least one strategy");
        return mistakes.Count == 0 ? strategies.ToImmutable() : throw new CliException(ExitCode.Wrong, mistakes.ToImmutable());
    }

    private static Dictionary<string, double>? Settings(string text, StrategyDescription strategy, ImmutableArray<string>.Builder mistakes)
    {
        var numbers = new Dictionary<string, double>(StringComparer.Ordinal);
        var before = mistakes.Count;
        foreach (var setting in text.Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = setting.Split('=', 2);
            if (parts.Length == 2 && double.TryParse(parts[1], CultureInfo.InvariantCulture, out var value)) numbers[parts[0].Trim()] = value;
            else mistakes.Add($"{Option}: {strategy.Name}: a setting must be name=number (was '{setting}')");
        }

        foreach (var error in strategy.CheckSettings(numbers)) mistakes.Add($"{Option}: {strategy.Name}.{error.Path}: {error.Message}");
        return mistakes.Count == before ? numbers : null;
    }

    /// <summary>At the commas outside of braces.</summary>
    private static IEnumerable<string> Split(string text)
    {
        var start = 0;
        var depth = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] == '{') depth++;
            if (i < text.Length && text[i] == '}') depth--;
            if (i < text.Length && (text[i] != ',' || depth > 0)) continue;
            var item = text[start..i].Trim();
            if (item.Length > 0) yield return item;
            start = i + 1;
        }
    }
}
