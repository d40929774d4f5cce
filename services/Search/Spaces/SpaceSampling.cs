using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Rules;

namespace ArchOpt.Search.Spaces;

/// <summary>Draws random configurations.</summary>
public static class SpaceSampling
{
    private const int Draws = 1_000;
    private const int EnumerationLimit = 100_000;

    /// <summary>
    /// A random configuration of the space: every active parameter uniform on its scale (logarithmic where it says so),
    /// the length of a list uniform between its bounds, and all rules satisfied.
    /// </summary>
    /// <remarks>
    /// Rules are met by rejection, which keeps the draw uniform over what they allow. Where 1,000 draws all fail, only the
    /// parameters that rules speak of are looked at: their combinations are walked from a random one on when they are
    /// few, and a draw is repaired value by value when they are many. Both find rare configurations at the price of uniformity.
    /// </remarks>
    /// <exception cref="InfeasibleSpaceException">No configuration that satisfies the rules was found.</exception>
    public static Configuration Sample(this SearchSpace space, RandomStream stream)
    {
        var rules = SpaceRules.Of(space);
        for (var draw = 0; draw < Draws; draw++)
        {
            var configuration = space.Draw(stream);
            if (rules.HoldAtTop(configuration)) return configuration;
        }

        var found = FindRare(Ruled(space, rules), stream) ?? throw new InfeasibleSpaceException(
            "No configuration satisfies the rules: " + string.Join("; ", space.Rules.Select(rule => rule.Text)));
        return space.Build(parameter => found.TryGet(parameter.Name, out var value) ? value : parameter.SampleValue(stream));
    }

    /// <summary>One value of one parameter, whatever the rules say about its relation to others.</summary>
    internal static ParameterValue SampleValue(this Parameter parameter, RandomStream stream) => parameter switch
    {
        ConstantParameter p => p.Value,
        FloatParameter { Step: null } or IntParameter { Log: true } => UnitScale.At(parameter, stream.NextDouble()),
        ListParameter p => SampleList(p, stream),
        _ => ParameterLevels.At(parameter, stream.NextInt64(ParameterLevels.Count(parameter)!.Value)),
    };

    /// <summary>A draw that ignores this space's own rules (elements of lists satisfy theirs).</summary>
    internal static Configuration Draw(this SearchSpace space, RandomStream stream) =>
        space.Build(parameter => parameter.SampleValue(stream));

    private static ParameterValue SampleList(ListParameter list, RandomStream stream)
    {
        var items = new Configuration[list.Min + stream.NextInt32(list.Max - list.Min + 1)];
        for (var i = 0; i < items.Length; i++) items[i] = list.Element.Sample(stream);
        return ParameterValue.Of([.. items]);
    }

    private static Configuration? FindRare(SearchSpace ruled, RandomStream stream)
    {
        var rules = SpaceRules.Of(ruled);
        if (SpaceEnumeration.TryOf(ruled) is not { } points || points.Count > EnumerationLimit) return RuleRepair.Find(ruled, rules, stream);
        var count = (int)points.Count;
        var start = stream.NextInt32(count);
        for (var i = 0; i < count; i++)
        {
            var configuration = points.At((start + i) % count);
            if (rules.Hold(configuration)) return configuration;
        }

        return null;
    }

    /// <summary>The parameters that the rules speak of, and those that decide whether these are active: all that a rule can see.</summary>
    private static SearchSpace Ruled(SearchSpace space, SpaceRules rules)
    {
        var names = rules.Own.SelectMany(rule => rule.Parameters).ToHashSet(StringComparer.Ordinal);
        foreach (var parameter in space.Parameters.Reverse()) // parents are declared earlier, so one pass finds theirs too
        {
            if (names.Contains(parameter.Name)) names.UnionWith(parameter.When?.Clauses.Select(clause => clause.Parameter) ?? []);
        }

        return space with { Parameters = space.Parameters.RemoveAll(parameter => !names.Contains(parameter.Name)) };
    }
}
