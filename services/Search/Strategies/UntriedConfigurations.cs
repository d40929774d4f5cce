using System.Numerics;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Rules;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies;

/// <summary>
/// Walks a finite space once and finds the first configuration, in the order of its enumeration, that satisfies the
/// rules and has neither been observed nor is pending.
/// </summary>
/// <remarks>
/// What was observed stays observed, so the walk never goes back: all calls together cost one pass over the space,
/// and each costs at most what is pending. The remembered position is a cache; the answer depends on the arguments alone.
/// </remarks>
internal sealed class UntriedConfigurations(SearchSpace space, SpaceEnumeration points)
{
    /// <summary>After so many neighbours in the order that all violate the rules, the walk gives up: it would take hours.</summary>
    private const long MostMisses = 1_000_000;

    private readonly SpaceRules rules = SpaceRules.Of(space);
    private readonly List<Configuration> passed = []; // feasible and walked past because they were pending
    private BigInteger position = BigInteger.Zero;
    private long misses;

    /// <exception cref="InfeasibleSpaceException">A million configurations in a row violate the rules.</exception>
    public Configuration? First(HashSet<ConfigurationHash> observed, HashSet<ConfigurationHash> pending)
    {
        passed.RemoveAll(configuration => observed.Contains(configuration.Hash));
        foreach (var configuration in passed)
        {
            if (!pending.Contains(configuration.Hash)) return configuration;
        }

        while (position < points.Count)
        {
            var configuration = points.At(position);
            if (rules.Hold(configuration))
            {
                misses = 0;
                position++;
                if (observed.Contains(configuration.Hash)) continue;
                passed.Add(configuration);
                if (!pending.Contains(configuration.Hash)) return configuration;
            }
            else
            {
                if (misses == MostMisses)
                    throw new InfeasibleSpaceException($"{MostMisses:N0} configurations in a row violate the rules; search this space at random.");
                misses++;
                position++;
            }
        }

        return null;
    }
}
