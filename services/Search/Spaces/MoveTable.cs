using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;

namespace ArchOpt.Search.Spaces;

/// <summary>One kind of edit with its weight. Applying it may change nothing; the caller draws again.</summary>
internal sealed record Move(double Weight, Func<Configuration, RandomStream, Configuration> Apply);

/// <summary>The edits that a configuration admits, weighted by the kinds of their parameters.</summary>
internal sealed class MoveTable
{
    private readonly List<Move> moves = [];
    private double total;

    public bool IsUsable => total > 0;

    public static MoveTable Of(SearchSpace space, MoveSettings settings, Configuration configuration)
    {
        var table = new MoveTable();
        table.Collect(space, settings, [configuration], static (root, edit, stream) => edit(root, stream));
        return table;
    }

    public Move Draw(RandomStream stream)
    {
        var at = stream.NextDouble() * total;
        foreach (var move in moves)
        {
            if (at < move.Weight) return move;
            at -= move.Weight;
        }

        return moves[^1];
    }

    /// <summary>Edits one configuration somewhere inside the root and puts the result back in its place.</summary>
    private delegate Configuration Somewhere(Configuration root, Func<Configuration, RandomStream, Configuration> edit, RandomStream stream);

    /// <param name="space">The space of the instances.</param>
    /// <param name="settings">The weights.</param>
    /// <param name="instances">All sub-configurations of this space: one at the root, the elements of a list below.</param>
    /// <param name="where">Chooses one of the instances at random.</param>
    private void Collect(SearchSpace space, MoveSettings settings, IReadOnlyList<Configuration> instances, Somewhere where)
    {
        foreach (var parameter in space.Parameters)
        {
            var holders = instances.Where(instance => instance.TryGet(parameter.Name, out _)).ToArray();
            if (holders.Length == 0) continue;
            if (parameter is not ListParameter list)
            {
                Add(Weight(parameter, settings), (root, s) => where(root, (c, stream) => MoveValue(space, parameter, settings, c, stream), s));
                continue;
            }

            Add(settings.ListAdd, (root, s) => where(root, (c, stream) => Append(list, c, stream), s));
            Add(settings.ListRemove, (root, s) => where(root, (c, stream) => Remove(list, c, stream), s));
            var elements = holders.SelectMany(holder => Elements(list, holder)).ToArray();
            Collect(list.Element, settings, elements, (root, edit, s) => where(root, (c, stream) => EditElement(list, edit, c, stream), s));
        }
    }

    private void Add(double weight, Func<Configuration, RandomStream, Configuration> apply)
    {
        if (weight <= 0) return;
        moves.Add(new(weight, apply));
        total += weight;
    }

    private static double Weight(Parameter parameter, MoveSettings settings) => parameter switch
    {
        FloatParameter => settings.MoveFloat,
        IntParameter => settings.MoveInt,
        OrdinalParameter => settings.MoveOrdinal,
        CategoricalParameter => settings.MoveCategorical,
        _ => 0,
    };

    private static Configuration MoveValue(SearchSpace space, Parameter parameter, MoveSettings settings, Configuration c, RandomStream stream) =>
        c.TryGet(parameter.Name, out var value)
            ? space.Replace(c, parameter.Name, ValueMoves.Next(parameter, value, settings.StepSize, stream), stream)
            : c;

    private static Configuration Append(ListParameter list, Configuration c, RandomStream stream)
    {
        var items = Elements(list, c);
        return c.TryGet(list.Name, out _) && items.Length < list.Max
            ? c.With(list.Name, ParameterValue.Of(items.Add(list.Element.Sample(stream))))
            : c;
    }

    private static Configuration Remove(ListParameter list, Configuration c, RandomStream stream)
    {
        var items = Elements(list, c);
        return items.Length > list.Min
            ? c.With(list.Name, ParameterValue.Of(items.RemoveAt(stream.NextInt32(items.Length))))
            : c;
    }

    private static Configuration EditElement(
        ListParameter list, Func<Configuration, RandomStream, Configuration> edit, Configuration c, RandomStream stream)
    {
        var items = Elements(list, c);
        if (items.IsEmpty) return c;
        var index = stream.NextInt32(items.Length);
        return c.With(list.Name, ParameterValue.Of(items.SetItem(index, edit(items[index], stream))));
    }

    private static ImmutableArray<Configuration> Elements(ListParameter list, Configuration c) =>
        c.TryGet(list.Name, out var value) && value.Kind == ParameterValueKind.List ? value.List : [];
}
