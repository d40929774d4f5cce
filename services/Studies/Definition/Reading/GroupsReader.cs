using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Groups;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;
using ArchOpt.Studies.Definition.Shapes;
using ArchOpt.Studies.Definition.Text;

namespace ArchOpt.Studies.Definition.Reading;

/// <summary>
/// Reads the key <c>groups</c>: which parameter names a configuration's group, and the plan for strategies that go by it. Without a
/// plan every value of the parameter is a group, in its order.
/// </summary>
/// <remarks>
/// What a plan leaves out of <c>from</c> is filled in here. Budgets that it leaves out stay out: they follow from the study's
/// budget (<see cref="GroupPlan.Share"/>), which may be set after the file was read.
/// </remarks>
internal sealed class GroupsReader(ShapeCheck check, ErrorList errors)
{
    /// <summary>Null when the study has no groups, or when they or what they speak of have mistakes.</summary>
    public GroupPlan? Read(MappingNode study, SearchSpace? space, StrategyDescription? strategy, Budget? budget)
    {
        if (study.Find("groups") is not MappingNode node || !check.IsSound(node) || space is null || strategy is null) return null;
        var name = node.Text("parameter")!;
        if (Values(space, name) is not { } values) return null;
        var before = errors.Count;
        var groups = node.Find("plan") is null
            ? [.. values.Select((value, i) => new ModelGroup(value, null, Earlier(values.Take(i), strategy)))]
            : Plan(node.Items("plan"), name, values, strategy);
        if (errors.Count > before) return null;
        CheckBudgets(groups, node, strategy, budget);
        return new(name, groups);
    }

    private ImmutableArray<ParameterValue>? Values(SearchSpace space, string name)
    {
        const string path = "groups.parameter";
        const string rule = "must name a categorical parameter that every configuration has";
        var parameter = space.Parameters.FirstOrDefault(p => p.Name == name);
        ImmutableArray<ParameterValue>? values = parameter switch
        {
            CategoricalParameter p => p.Values,
            OrdinalParameter p => p.Values,
            ConstantParameter p => [p.Value],
            _ => null,
        };
        if (parameter is null)
            errors.Add(path, $"{rule} (the space has no '{name}'){NearestName.Hint(name, space.Parameters.Select(p => p.Name))}");
        else if (values is null)
            errors.Add(path, $"{rule} ('{name}' is {Kind(parameter)})");
        else if (parameter.When is not null)
            errors.Add(path, $"{rule} ('{name}' is conditional)");
        else if (values.Value.GroupBy(Name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } same)
            errors.Add(path, $"'{name}' has several values that read '{same.Key}': groups must be told apart by name");
        else
            return values;
        return null;
    }

    private ImmutableArray<ModelGroup> Plan(
        ImmutableArray<StudyNode> items, string parameter, ImmutableArray<ParameterValue> values, StrategyDescription strategy)
    {
        var before = errors.Count;
        var groups = ImmutableArray.CreateBuilder<ModelGroup>(items.Length);
        for (var i = 0; i < items.Length; i++)
        {
            var (path, item) = ($"groups.plan[{i}]", (MappingNode)items[i]);
            var value = item.Find("group")!.Value();
            if (!values.Contains(value)) errors.Add($"{path}.group", Unknown(value, parameter, values));
            else if (groups.Any(group => group.Value == value)) errors.Add($"{path}.group", $"'{Name(value)}' has its place in the plan already");
            foreach (var key in new[] { "trials", "from" })
            {
                if (!strategy.IsProgressive && item.Find(key) is not null)
                    errors.Add($"{path}.{key}", $"strategy '{strategy.Name}' does not go through groups one after the other; leave it out, or use {Progressive()}");
            }

            var earlier = groups.Select(group => group.Value).ToArray();
            var from = item.Find("from") is null ? Earlier(earlier, strategy) : From(item, value, earlier, values, parameter, $"{path}.from");
            groups.Add(new(value, (long?)item.Number("trials"), from));
        }

        var missing = values.Where(value => groups.All(group => group.Value != value)).Select(Name).ToArray();
        if (missing.Length > 0 && errors.Count == before)
            errors.Add("groups.plan", $"must name every value of '{parameter}' (without {string.Join(", ", missing)})");
        return groups.ToImmutable();
    }

    private ImmutableArray<string> From(
        MappingNode item, ParameterValue self, ParameterValue[] earlier, ImmutableArray<ParameterValue> values, string parameter, string path)
    {
        var nodes = item.Items("from");
        var from = ImmutableArray.CreateBuilder<string>(nodes.Length);
        for (var i = 0; i < nodes.Length; i++)
        {
            var value = nodes[i].Value();
            var problem = !values.Contains(value) ? Unknown(value, parameter, values)
                : value == self ? $"'{Name(value)}' cannot start from itself"
                : !earlier.Contains(value) ? $"'{Name(value)}' comes later in the plan"
                : from.Contains(Name(value)) ? $"'{Name(value)}' is given twice"
                : null;
            if (problem is not null) errors.Add($"{path}[{i}]", problem);
            else from.Add(Name(value));
        }

        return from.ToImmutable();
    }

    /// <summary>An equal share needs something to divide.</summary>
    private void CheckBudgets(ImmutableArray<ModelGroup> groups, MappingNode node, StrategyDescription strategy, Budget? budget)
    {
        if (!strategy.IsProgressive || budget is not { Trials: null }) return;
        for (var i = 0; i < groups.Length - 1; i++)
        {
            if (groups[i].Trials is not null) continue;
            var path = node.Find("plan") is null ? "groups.plan" : $"groups.plan[{i}].trials";
            errors.Add(path, $"'{groups[i].Name}' needs trials: without budget.trials there is nothing to divide among the groups");
        }
    }

    private static ImmutableArray<string> Earlier(IEnumerable<ParameterValue> values, StrategyDescription strategy) =>
        strategy.IsProgressive ? [.. values.Select(Name)] : [];

    private static string Unknown(ParameterValue value, string parameter, ImmutableArray<ParameterValue> values)
    {
        var hint = NearestName.Hint(Name(value), values.Select(Name));
        return $"'{Name(value)}' is no value of '{parameter}'" + (hint.Length > 0 ? hint : $" (its values: {string.Join(", ", values.Select(Name))})");
    }

    private static string Name(ParameterValue value) => new ModelGroup(value, null, []).Name;

    private static string Progressive() =>
        string.Join(" or ", StrategyCatalogue.All.Where(strategy => strategy.IsProgressive).Select(strategy => $"'{strategy.Name}'"));

    private static string Kind(Parameter parameter) => parameter switch
    {
        FloatParameter => "a float",
        IntParameter => "an int",
        _ => "a list",
    };
}
