using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Rules;

namespace ArchOpt.Search.Spaces;

/// <summary>The step of local search: a configuration that differs from a given one by one small edit.</summary>
public static class SpaceMoves
{
    private const int Retries = 16;
    private const int Samples = 100;

    /// <summary>A configuration of the space, different from the given one, one edit away where 16 retries find such.</summary>
    /// <remarks>
    /// An edit that changes nothing (a width at the end of its ladder, a list that is full) or breaks a rule is drawn
    /// again, kind included. After 16 retries the answer is a random configuration. Parameters that become active through
    /// an edit are sampled. Only where the space holds nothing else is the answer the given configuration itself.
    /// </remarks>
    /// <exception cref="InfeasibleSpaceException">No configuration that satisfies the rules was found.</exception>
    public static Configuration Neighbour(this SearchSpace space, Configuration configuration, MoveSettings settings, RandomStream stream)
    {
        var rules = SpaceRules.Of(space);
        var table = MoveTable.Of(space, settings, configuration);
        for (var attempt = 0; attempt <= Retries && table.IsUsable; attempt++)
        {
            var candidate = table.Draw(stream).Apply(configuration, stream);
            if (!candidate.Equals(configuration) && rules.Hold(candidate)) return candidate;
        }

        return DifferentSample(space, rules, configuration, stream);
    }

    private static Configuration DifferentSample(SearchSpace space, SpaceRules rules, Configuration configuration, RandomStream stream)
    {
        for (var i = 0; i < Samples; i++)
        {
            var sample = space.Sample(stream);
            if (!sample.Equals(configuration)) return sample;
        }

        if (SpaceEnumeration.TryOf(space) is { } points && points.Count <= Samples * Samples)
        {
            for (var i = 0; i < points.Count; i++)
            {
                var point = points.At(i);
                if (!point.Equals(configuration) && rules.Hold(point)) return point;
            }
        }

        return configuration;
    }
}
