using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Rules;

namespace ArchOpt.Search.Spaces;

/// <summary>
/// Finds a configuration where the rules leave so few that rejection does not: min-conflicts local search (Minton et
/// al. 1992). A random parameter of a random violated rule takes the value that leaves the fewest rules violated.
/// </summary>
internal static class RuleRepair
{
    private const int Starts = 10;
    private const int Steps = 100;
    private const int Candidates = 256;

    /// <summary>A configuration that satisfies all rules, or null when none was found.</summary>
    public static Configuration? Find(SearchSpace space, SpaceRules rules, RandomStream stream)
    {
        for (var start = 0; start < Starts; start++)
        {
            var current = space.Draw(stream);
            for (var step = 0; step < Steps; step++)
            {
                var violated = rules.ViolatedAtTop(current);
                if (violated.Count == 0) return current;
                var rule = violated[stream.NextInt32(violated.Count)];
                if (rule.Parameters.IsEmpty) return null; // '1 > 2': no value can help
                var name = rule.Parameters[stream.NextInt32(rule.Parameters.Length)];
                current = Best(space, rules, current, space.Parameters.First(p => p.Name == name), stream);
            }
        }

        return null;
    }

    private static Configuration Best(
        SearchSpace space, SpaceRules rules, Configuration current, Parameter parameter, RandomStream stream)
    {
        var best = current;
        int least = int.MaxValue, ties = 0;
        foreach (var value in Values(parameter, stream))
        {
            var candidate = space.Replace(current, parameter.Name, value, stream);
            var conflicts = rules.ViolatedAtTop(candidate).Count;
            if (conflicts > least) continue;
            ties = conflicts < least ? 1 : ties + 1;
            if (conflicts < least || stream.NextInt32(ties) == 0) best = candidate;
            least = conflicts;
        }

        return best;
    }

    private static IEnumerable<ParameterValue> Values(Parameter parameter, RandomStream stream)
    {
        if (parameter is not ListParameter && ParameterLevels.Count(parameter) is { } count and <= Candidates)
        {
            for (var level = 0L; level < count; level++) yield return ParameterLevels.At(parameter, level);
            yield break;
        }

        for (var i = 0; i < Candidates; i++) yield return parameter.SampleValue(stream);
    }
}
