using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Rules;

/// <summary>All rules of a space, compiled once: its own, and those of the elements of its lists.</summary>
public sealed class SpaceRules
{
    // Weak: compiled rules live as long as their space. A field of the record would take part in its equality and its copies.
    private static readonly ConditionalWeakTable<SearchSpace, SpaceRules> Compiled = [];

    private readonly ImmutableArray<(ListParameter List, SpaceRules Rules)> elements;

    private SpaceRules(SearchSpace space)
    {
        Own = [.. space.Rules.Select(rule => RuleParser.Parse(rule.Text, space))];
        elements = [.. space.Parameters.OfType<ListParameter>()
            .Select(list => (list, Of(list.Element)))
            .Where(pair => !pair.Item2.IsEmpty)];
    }

    /// <summary>The rules between parameters of the space itself.</summary>
    public ImmutableArray<CompiledRule> Own { get; }

    private bool IsEmpty => Own.IsEmpty && elements.IsEmpty;

    /// <exception cref="RuleSyntaxException">A rule does not parse; validation reports it as a <see cref="SpaceError"/>.</exception>
    public static SpaceRules Of(SearchSpace space) => Compiled.GetValue(space, static s => new SpaceRules(s));

    /// <summary>Whether a configuration obeys every rule, in the elements of its lists too.</summary>
    public bool Hold(Configuration configuration)
    {
        if (!HoldAtTop(configuration)) return false;
        foreach (var (list, rules) in elements)
        {
            if (!configuration.TryGet(list.Name, out var value)) continue;
            foreach (var element in value.List)
            {
                if (!rules.Hold(element)) return false;
            }
        }

        return true;
    }

    /// <summary>Like <see cref="Hold"/>, without the rules of elements.</summary>
    public bool HoldAtTop(Configuration configuration)
    {
        foreach (var rule in Own)
        {
            if (!rule.Holds(configuration)) return false;
        }

        return true;
    }

    internal List<CompiledRule> ViolatedAtTop(Configuration configuration) =>
        [.. Own.Where(rule => !rule.Holds(configuration))];
}
