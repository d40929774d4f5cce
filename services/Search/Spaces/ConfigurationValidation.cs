using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Rules;

namespace ArchOpt.Search.Spaces;

/// <summary>Says whether a configuration from outside (a file, an import, an ask/tell client) is a point of a space.</summary>
public static class ConfigurationValidation
{
    /// <summary>
    /// All mistakes, with paths such as <c>arch[1].width</c>; empty when the configuration is in the (valid) space and obeys
    /// its rules. Constants must be there too: <see cref="SpaceCompletion"/> adds them.
    /// </summary>
    public static ImmutableArray<SpaceError> Check(SearchSpace space, Configuration configuration)
    {
        var errors = ImmutableArray.CreateBuilder<SpaceError>();
        Check(space, configuration, "", errors);
        return errors.ToImmutable();
    }

    private static void Check(SearchSpace space, Configuration configuration, string prefix, ImmutableArray<SpaceError>.Builder errors)
    {
        var before = errors.Count;
        foreach (var (name, _) in configuration.Entries)
        {
            if (space.Parameters.Any(p => p.Name == name)) continue;
            errors.Add(new(prefix + name, $"unknown parameter '{name}'{NearestName.Hint(name, space.Parameters.Select(p => p.Name))}"));
        }

        var values = new Dictionary<string, ParameterValue>(StringComparer.Ordinal);
        foreach (var parameter in space.Parameters)
        {
            var path = prefix + parameter.Name;
            var isActive = parameter.IsActive(values);
            var isPresent = configuration.TryGet(parameter.Name, out var value);
            if (isPresent) values.Add(parameter.Name, value);
            if (isActive && !isPresent) errors.Add(new(path, $"is missing (must be {ParameterValues.Describe(parameter)})"));
            else if (!isActive && isPresent) errors.Add(new(path, $"must be left out: it is active only when {Describe(parameter.When!)}"));
            else if (isActive) CheckValue(parameter, value, path, errors);
        }

        if (errors.Count > before) return; // rules over wrong values would only repeat the mistakes
        var rules = SpaceRules.Of(space).Own;
        for (var i = 0; i < rules.Length; i++)
        {
            if (!rules[i].Holds(configuration)) errors.Add(new($"{prefix}rules[{i}]", $"is violated: {rules[i].Text}"));
        }
    }

    private static void CheckValue(Parameter parameter, ParameterValue value, string path, ImmutableArray<SpaceError>.Builder errors)
    {
        if (parameter is ListParameter list && value.Kind == ParameterValueKind.List)
        {
            var length = value.List.Length;
            if (length < list.Min || length > list.Max)
                errors.Add(new(path, $"must have {list.Min} to {list.Max} elements (has {length})"));
            for (var i = 0; i < Math.Min(length, list.Max); i++) Check(list.Element, value.List[i], $"{path}[{i}].", errors);
            return;
        }

        if (!IsTaken(parameter, value)) errors.Add(new(path, $"must be {ParameterValues.Describe(parameter)} (was {value})"));
    }

    private static bool IsTaken(Parameter parameter, ParameterValue value) => parameter switch
    {
        ListParameter => false,
        FloatParameter { Step: null } p => value.Kind == ParameterValueKind.Number && value.Number >= p.Low && value.Number <= p.High,
        _ => ParameterLevels.IndexOf(parameter, value) >= 0,
    };

    private static string Describe(Condition condition) => string.Join(" and ", condition.Clauses.Select(clause =>
        clause.Values.Length == 1 ? $"{clause.Parameter} is {clause.Values[0]}" : $"{clause.Parameter} is one of {string.Join(", ", clause.Values)}"));
}
