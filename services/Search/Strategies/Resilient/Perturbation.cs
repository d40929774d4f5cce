using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies.Resilient;

/// <summary>
/// Small random changes of a configuration: some of its parameters each move a little, at least one does. How a value moves is the
/// caller's; lists and conditions are the same for all.
/// </summary>
internal static class Perturbation
{
    /// <summary>A step in normal mode: numbers by normal steps, another choice as often as steps are wide, lists by an element or inside one.</summary>
    /// <param name="space">Of the configuration.</param>
    /// <param name="configuration">A point of the space, rules aside.</param>
    /// <param name="share">The share of the parameters that move.</param>
    /// <param name="step">Standard deviation, as a fraction of each parameter's range.</param>
    /// <param name="stream">Where the draws come from.</param>
    public static Configuration Step(SearchSpace space, Configuration configuration, double share, double step, RandomStream stream)
    {
        var chosen = Chosen(space, configuration, parameter => parameter is CategoricalParameter ? Math.Min(share, step) : share, stream);
        return Moved(space, configuration, chosen, stream, (parameter, value) => parameter switch
        {
            ListParameter list => ParameterValue.Of(Edit(list, value.List, share, step, stream)),
            CategoricalParameter => ValueMoves.Next(parameter, value, step, stream),
            _ => ValueMoves.Scaled(parameter, value, step, stream),
        });
    }

    /// <summary>A configuration in the vicinity: numbers within their reach, choices and the lengths of lists as they are.</summary>
    public static Configuration Vicinity(SearchSpace space, Configuration centre, double share, LocalReach reach, RandomStream stream)
    {
        var chosen = Chosen(space, centre, parameter => parameter is CategoricalParameter ? 0 : share, stream);
        return Moved(space, centre, chosen, stream, (parameter, value) => parameter switch
        {
            ListParameter list => value.List.IsEmpty ? value : ParameterValue.Of(Inside(value.List, stream, element => Vicinity(list.Element, element, share, reach, stream))),
            CategoricalParameter => value,
            _ => reach.Draw(parameter, value, stream),
        });
    }

    private static HashSet<string> Chosen(SearchSpace space, Configuration configuration, Func<Parameter, double> probability, RandomStream stream)
    {
        var movable = space.Parameters.Where(p => configuration.TryGet(p.Name, out _) && CanMove(p)).ToArray();
        var chosen = movable.Where(parameter => stream.NextDouble() < probability(parameter)).Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        if (chosen.Count == 0 && movable.Length > 0) chosen.Add(movable[stream.NextInt32(movable.Length)].Name);
        return chosen;
    }

    private static bool CanMove(Parameter parameter) =>
        parameter is ListParameter or FloatParameter { Step: null } || ParameterLevels.Count(parameter) > 1;

    private static Configuration Moved(
        SearchSpace space, Configuration configuration, HashSet<string> chosen, RandomStream stream, Func<Parameter, ParameterValue, ParameterValue> move) =>
        space.Build(parameter => !configuration.TryGet(parameter.Name, out var value) ? parameter.SampleValue(stream)
            : chosen.Contains(parameter.Name) ? move(parameter, value)
            : value);

    private static ImmutableArray<Configuration> Edit(ListParameter list, ImmutableArray<Configuration> items, double share, double step, RandomStream stream)
    {
        if (items.IsEmpty || stream.NextBoolean(step))
        {
            var grow = items.Length <= list.Min || (items.Length < list.Max && stream.NextBoolean());
            if (grow && items.Length < list.Max) return items.Add(list.Element.Sample(stream));
            if (!grow) return items.RemoveAt(stream.NextInt32(items.Length));
        }

        return items.IsEmpty ? items : Inside(items, stream, element => Step(list.Element, element, share, step, stream));
    }

    private static ImmutableArray<Configuration> Inside(ImmutableArray<Configuration> items, RandomStream stream, Func<Configuration, Configuration> edit)
    {
        var index = stream.NextInt32(items.Length);
        return items.SetItem(index, edit(items[index]));
    }
}
