using ArchOpt.Search.Configurations;
using ArchOpt.Search.Rules;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies.Resilient;

/// <summary>
/// Brings a configuration that breaks rules to the nearest values that keep them: 90 dimensions for 8 heads become 88. Unlike
/// <see cref="RuleRepair"/> it stays where it is, because where that is was decided already.
/// </summary>
internal static class RuleFit
{
    private const int Steps = 20;

    /// <summary>How many levels to look in each direction: a power of two is never further from a batch size below 2,048.</summary>
    private const int Levels = 1_024;

    /// <summary>The configuration itself where it obeys; null where no nearest values were found.</summary>
    /// <param name="space">Builds the configurations; its own rules are not looked at.</param>
    /// <param name="rules">Those to keep.</param>
    /// <param name="configuration">A point of the space, rules aside.</param>
    /// <param name="allows">Whether a parameter may take a value.</param>
    public static Configuration? Of(SearchSpace space, SpaceRules rules, Configuration configuration, Func<Parameter, ParameterValue, bool> allows)
    {
        var current = configuration;
        for (var step = 0; step < Steps; step++)
        {
            var violated = rules.ViolatedAtTop(current);
            if (violated.Count == 0) return rules.Hold(current) ? current : null;
            if (Nearest(space, rules, current, violated, allows) is not { } better) return null;
            current = better;
        }

        return null;
    }

    /// <summary>One value changed such that fewer rules are violated, by the least share of its range.</summary>
    private static Configuration? Nearest(
        SearchSpace space, SpaceRules rules, Configuration current, List<CompiledRule> violated, Func<Parameter, ParameterValue, bool> allows)
    {
        Configuration? nearest = null;
        var least = double.PositiveInfinity;
        foreach (var name in violated.SelectMany(rule => rule.Parameters).Distinct(StringComparer.Ordinal))
        {
            var parameter = space.Parameters.First(p => p.Name == name);
            if (parameter is ListParameter or ConstantParameter or FloatParameter { Step: null } || !current.TryGet(name, out var value)) continue;
            var from = UnitScale.Of(parameter, value);
            foreach (var other in Outwards(parameter, value))
            {
                var distance = Math.Abs(UnitScale.Of(parameter, other) - from);
                if (distance >= least) break;
                if (!allows(parameter, other)) continue;
                var candidate = Moderation.Replace(space, current, name, other);
                if (rules.ViolatedAtTop(candidate).Count >= violated.Count) continue;
                (nearest, least) = (candidate, distance);
                break;
            }
        }

        return nearest;
    }

    private static IEnumerable<ParameterValue> Outwards(Parameter parameter, ParameterValue value)
    {
        var (level, count) = (ParameterLevels.IndexOf(parameter, value), ParameterLevels.Count(parameter)!.Value);
        for (var away = 1; away <= Levels && (level - away >= 0 || level + away < count); away++)
        {
            if (level - away >= 0) yield return ParameterLevels.At(parameter, level - away); // the smaller model first
            if (level + away < count) yield return ParameterLevels.At(parameter, level + away);
        }
    }
}
