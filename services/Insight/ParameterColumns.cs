using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Insight;

/// <summary>
/// Flattens a space into scalar columns, in declaration order: a list is its length followed by the parameters of each of its places.
/// Constants have none: nothing can be learnt from them.
/// </summary>
internal static class ParameterColumns
{
    public static ImmutableArray<ParameterColumn> Of(SearchSpace space, ImmutableArray<InsightTrial> trials)
    {
        var columns = new List<ParameterColumn>();
        Add(space, "", [.. trials.Select(trial => trial.Configuration)], [], columns);
        return [.. columns];
    }

    private static void Add(
        SearchSpace space, string prefix, Configuration?[] configurations, ImmutableArray<ActivationRequirement> outer, List<ParameterColumn> columns)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var parameter in space.Parameters)
        {
            if (parameter is ConstantParameter) continue;
            var requirements = outer.AddRange(Requirements(parameter, places));
            places.Add(parameter.Name, columns.Count);
            var values = configurations.Select(configuration => Value(configuration, parameter.Name)).ToImmutableArray();
            if (parameter is ListParameter list) AddList(list, prefix + list.Name, values, requirements, columns);
            else columns.Add(new(prefix + parameter.Name, parameter, Kind(parameter), values) { Requirements = requirements });
        }
    }

    private static void AddList(
        ListParameter list, string path, ImmutableArray<ParameterValue?> values, ImmutableArray<ActivationRequirement> requirements, List<ParameterColumn> columns)
    {
        var items = values.Select(value => value is { Kind: ParameterValueKind.List } some ? some.List : (ImmutableArray<Configuration>?)null).ToArray();
        var lengths = items.Select(item => item is { } some ? ParameterValue.Of(some.Length) : (ParameterValue?)null).ToImmutableArray();
        var length = columns.Count;
        columns.Add(new($"len({path})", list, DimensionKind.Ordered, lengths) { Requirements = requirements });
        for (var slot = 0; slot < list.Max; slot++)
        {
            var place = slot;
            Configuration?[] elements = [.. items.Select(item => item is { } some && place < some.Length ? some[place] : null)];
            ImmutableArray<ActivationRequirement> inner = place < list.Min ? requirements : requirements.Add(new(length, value => value.Number > place));
            Add(list.Element, $"{path}[{place}].", elements, inner, columns);
        }
    }

    // A condition on a constant always holds or never does: it is no split that a model could make.
    private static IEnumerable<ActivationRequirement> Requirements(Parameter parameter, Dictionary<string, int> places) =>
        from clause in parameter.When?.Clauses ?? []
        where places.ContainsKey(clause.Parameter)
        select new ActivationRequirement(places[clause.Parameter], value => clause.Values.Contains(value));

    private static ParameterValue? Value(Configuration? configuration, string name) =>
        configuration is not null && configuration.TryGet(name, out var value) ? value : default(ParameterValue?);

    private static DimensionKind Kind(Parameter parameter) => parameter switch
    {
        CategoricalParameter => DimensionKind.Categorical,
        FloatParameter { Step: null } => DimensionKind.Continuous,
        _ => DimensionKind.Ordered,
    };
}
